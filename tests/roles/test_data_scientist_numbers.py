"""Every number in the references of the role Data Scientist, computed from what stands on the sheets."""

import csv
import io
import math
import re
import sqlite3
from pathlib import Path
from statistics import NormalDist, mean
from typing import Any

import pytest

from tests.roles.test_data_scientist import QUESTIONS

BY_SLUG: dict[str, dict[str, Any]] = {row["slug"]: row for row in QUESTIONS}
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
Rows = list[dict[str, str]]


def says(slug: str, *parts: str) -> None:
    """The question's reference, or what else only the interviewer reads, has each of these."""
    row = BY_SLUG[slug]
    told = " ".join([row["reference"], *row["brief"], *row["strong_answer"], *row["answers"].values()])
    told = " ".join(told.replace("\N{MULTIPLICATION SIGN}", "x").split())
    for part in parts:
        assert part in told, f"{slug} does not say {part}"


def tables(slug: str) -> list[Rows]:
    return [
        list(csv.DictReader(io.StringIO(text)))
        for kind, text in FENCED.findall(BY_SLUG[slug]["sheet"])
        if kind == "csv"
    ]


def cells(slug: str) -> list[list[str]]:
    """The rows of the sheet's Markdown table, below its head."""
    lines = [line for line in BY_SLUG[slug]["sheet"].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def query(slug: str, named: dict[str, Rows]) -> list[tuple[Any, ...]]:
    """What the reference's own SQL gives on the sheet's tables."""
    (statement,) = [text for kind, text in FENCED.findall(BY_SLUG[slug]["reference"]) if kind == "sql"]
    database = sqlite3.connect(":memory:")
    for name, rows in named.items():
        columns = list(rows[0])
        database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        values = [[int(v) if v.isdigit() else v or None for v in row.values()] for row in rows]
        database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", values)
    return database.execute(statement).fetchall()


def per_arm(before: float, after: float) -> float:
    z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    return z**2 * (before * (1 - before) + after * (1 - after)) / (after - before) ** 2


@pytest.mark.parametrize(
    "slug", ["first-and-repeat-purchase-query", "price-that-held-at-the-time", "review-a-join-that-loses-rows"]
)
def test_a_work_sample_has_its_data_with_it_and_not_too_much_of_it(slug: str) -> None:
    assert tables(slug)
    assert all(0 < len(rows) <= 60 for rows in tables(slug))


def test_first_purchases() -> None:
    (orders,) = tables("first-and-repeat-purchase-query")
    found = query("first-and-repeat-purchase-query", {"orders": orders})
    assert found == [("2026-01", 3), ("2026-02", 2), ("2026-03", 1)]
    says("first-and-repeat-purchase-query", "January 3 (A, B, C), February 2 (D, E), March 1 (F)")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE orders (customer, at)")
    database.executemany("INSERT INTO orders VALUES (?, ?)", [(row["customer"], row["ordered_at"]) for row in orders])
    later = database.execute(
        "SELECT o.customer, CAST(round(julianday(MIN(o.at)) - julianday(f.at)) AS INTEGER) FROM orders o JOIN "
        "(SELECT customer, MIN(at) at FROM orders GROUP BY customer) f ON f.customer = o.customer AND o.at > f.at "
        "GROUP BY o.customer ORDER BY 1"
    ).fetchall()
    assert dict(later) == {"A": 74, "B": 22, "C": 68, "D": 16, "F": 17}
    says("first-and-repeat-purchase-query", "B (22 days), D (16) and F (17)", "after 74 days and C's after 68")


def test_prices_and_joins() -> None:
    prices, events = tables("price-that-held-at-the-time")
    found = query("price-that-held-at-the-time", {"prices": prices, "events": events})
    assert sorted(found) == [(100, 10), (101, 12), (102, None), (103, 19)]
    customers, orders = tables("review-a-join-that-loses-rows")
    found = query("review-a-join-that-loses-rows", {"customers": customers, "orders": orders})
    assert set(found) == {("DE", 1, 1), ("FR", 2, 3), (None, 1, 0)}


def test_sizes_of_tests() -> None:
    assert round(per_arm(0.60, 0.62), -2) == 9_300
    assert round(per_arm(0.60, 0.65), -2) == 1_500
    says("how-many-customers-to-ask", "9,300 an arm", "1,500 an arm")
    assert round(per_arm(0.60, 0.63), -1) in (4_120, 4_130)
    assert 4 < 2 * per_arm(0.60, 0.63) / 2_000 < 5
    says("plan-a-checkout-test", "4,130 a group", "a little over four days")


def test_nine_looks() -> None:
    (rows,) = tables("nine-segments-one-winner")
    assert len(rows) == 9
    assert round(1 - 0.95**9, 2) == 0.37
    assert round(0.05 / 9, 4) == 0.0056
    for row in rows:
        n, old, new = int(row["visitors_each"]), float(row["old"]) / 100, float(row["new"]) / 100
        error = math.sqrt((old * (1 - old) + new * (1 - new)) / n)
        p = 2 * (1 - NormalDist().cdf(abs(new - old) / error))
        assert p == pytest.approx(float(row["p"]), abs=0.02), row["segment"]
        if row["segment"] == "tablet":
            low, high = (round(100 * (new - old + sign * 1.96 * error), 1) for sign in (-1, 1))
            says("nine-segments-one-winner", f"{low} to {high} as a 95 % interval")
    down, up = (sum((float(row["new"]) - float(row["old"])) * sign > 0 for row in rows) for sign in (-1, 1))
    assert (down, up) == (3, 5)
    devices = [int(row["visitors_each"]) for row in rows if row["segment"] in ("desktop", "phone", "tablet")]
    assert round(2_600 / sum(devices), 2) == 0.05


def test_the_price_change_of_one_region() -> None:
    (rows,) = tables("experiment-without-randomisation")
    change, after, late = {}, {}, {}
    for row in rows:
        weeks = [float(row[f"w{n}"]) for n in range(1, 9)]
        change[row["region"]] = mean(weeks[4:]) - mean(weeks[:4])
        after[row["region"]] = (mean(weeks[:4]), mean(weeks[4:]))
        late[row["region"]] = mean(weeks[5:])
    others = [name for name in change if name != "West"]
    assert after == {"West": (102, 104), "North": (102, 112), "South": (102, 113), "East": (101, 112)}
    assert round(change["West"] - mean(change[name] for name in others), 1) == -8.7
    says("experiment-without-randomisation", "2.0 - 10.7 = -8.7 points", "112.7")
    assert round(late["West"], 1) == 106.3
    assert round(102 + mean(late[name] - after[name][0] for name in others), 1) == 113.1
    says("experiment-without-randomisation", "106.3 against 113.1: about -7 points")


def test_loaves() -> None:
    assert round(2.10 / (2.10 + 0.90), 2) == 0.70
    says("baseline-before-the-model", "2.10 / (2.10 + 0.90) = 0.70", "70th percentile")


def test_one_language_model_call_for_each_ticket() -> None:
    assert 4_000 * 0.2 / 100 == 8
    assert 300 / 12 == 25
    says("pick-a-first-model", "4,000 x 0.2 cents = 8 a day", "25 each")


def test_how_many_signs_show_that_one_in_a_hundred_is_not_reached() -> None:
    assert round(0.99**300, 2) == 0.05
    says("test-set-for-street-signs", "3 / 300 = 1 %")


def test_days_since_the_last_click() -> None:
    (rows,) = tables("features-from-a-log-of-clicks")
    before = [row for row in rows if row["at"] < "2026-03-01"]
    last = {user: max(row["at"] for row in before if row["user"] == user)[:10] for user in ("17", "23", "31")}
    days = {user: len({row["at"][:10] for row in before if row["user"] == user}) for user in last}
    assert last == {"17": "2026-02-20", "23": "2026-02-28", "31": "2026-02-28"}
    assert days == {"17": 2, "23": 2, "31": 1}
    says("features-from-a-log-of-clicks", "active days in 28 (17: 2, 23: 2, 31: 1)")


def test_filters_for_parcels() -> None:
    sums = {}
    for name, flagged, hit, missed in cells("which-of-two-filters"):
        n, right, lost = int(flagged), int(hit), int(missed)
        assert right + lost == 200
        wrong = n - right + lost
        sums[name[-1]] = (right / 200, right / n, wrong, 1 - wrong / 10_000, lost * 15 + n * 0.5)
    (a, b) = (sums["A"], sums["B"])
    assert [round(each, 3) for each in a] == [0.6, 0.857, 100, 0.99, 1270]
    assert [round(each, 3) for each in b] == [0.9, 0.529, 180, 0.982, 470]
    assert (340 - 140) * 4.5 == (80 - 20) * 15
    for share, low, high in ((0.9, 85, 94), (0.6, 53, 67)):
        half = 1.96 * math.sqrt(share * (1 - share) / 200)
        assert round(100 * (share - half)) in (low, low + 1)
        assert round(100 * (share + half)) in (high, high - 1)
    says("which-of-two-filters", "80 x 15 + 140 x 0.50 = 1,270", "20 x 15 + 340 x 0.50 = 470", "85 to 94", "53 to 67")


def test_a_price_rise_as_an_index() -> None:
    (rows,) = tables("chart-for-a-price-change")
    index = {}
    for name in ("with_rise", "without"):
        values = [float(row[name]) for row in rows]
        base = mean(values[:4])
        index[name] = [round(100 * value / base, 1) for value in values[4:]]
    assert index == {"with_rise": [94.6, 85.6, 93.4, 95.1], "without": [99.8, 90.6, 100.2, 101.8]}
    assert [round(a - b, 1) for a, b in zip(index["with_rise"], index["without"], strict=True)] == [
        -5.2,
        -5.0,
        -6.8,
        -6.7,
    ]
    says("chart-for-a-price-change", "94.6, 85.6, 93.4, 95.1", "99.8, 90.6, 100.2, 101.8", "-5.2, -5.0, -6.8, -6.7")


def test_limits_for_branches() -> None:
    limits = {n: (4.1 - 2 / math.sqrt(n), 4.1 + 2 / math.sqrt(n)) for n in (5, 100, 900)}
    assert [round(each, 1) for each in (*limits[5], *limits[100])] == [3.2, 5.0, 3.9, 4.3]
    assert [round(each, 2) for each in limits[900]] == [4.03, 4.17]
    assert 60 * 0.05 == 3
    says("sixty-branches-of-different-size", "3.2 to 5.0", "3.9 to 4.3", "4.03 to 4.17")


def test_customers_who_leave() -> None:
    assert (20_000 * 0.08, 4_000 * 0.24, 4_000 * 0.24 / (20_000 * 0.08)) == (1_600, 960, 0.6)
    says("explain-a-model-to-an-executive", "960 / 1,600", "of 100 calls 24")


def test_labels_of_a_language_model() -> None:
    (yes, no, all_yes), (false_yes, true_no, all_no), (model_yes, model_no, every) = (
        [int(cell) for cell in row[1:]] for row in cells("labels-from-a-language-model")
    )
    agree = (yes + true_no) / every
    chance = (all_yes * model_yes + all_no * model_no) / every**2
    assert (agree, model_yes / every, all_yes / every) == (0.9, 0.52, 0.6)
    assert (no / all_yes, false_yes / all_no) == (0.15, 0.025)
    assert [round((s - 0.025) / (0.85 - 0.025), 2) for s in (0.41, 0.55)] == [0.47, 0.64]
    assert round(chance, 3) == 0.504
    assert round((agree - chance) / (1 - chance), 1) == 0.8
    says("labels-from-a-language-model", "41 % becomes 47 %, 55 % becomes 64 %", "(0.90 - 0.504) / (1 - 0.504) ≈ 0.80")


def test_small_counts() -> None:
    rows = cells("small-counts-in-a-report")
    pairs = [[tuple(map(int, cell.split(" of "))) for cell in row[2:]] for row in rows]
    for women, men, both in pairs:
        assert (women[0] + men[0], women[1] + men[1]) == both
    women = tuple(sum(row[0][i] for row in pairs) for i in (0, 1))
    men = tuple(sum(row[1][i] for row in pairs) for i in (0, 1))
    assert (women, men) == ((21, 32), (32, 44))
    assert [row[2][1] for row in pairs] == [10, 25, 18, 23]
    says("small-counts-in-a-report", "women 21 of 32, men 32 of 44", "10, 25, 18 and 23")


def test_loans_in_two_districts() -> None:
    applied, payers, approved, repaid = (
        [int(cell.replace(",", "")) for cell in row[1:]] for row in cells("who-is-turned-down")
    )
    for at, found in enumerate(((50, 80, 56, 25, 90), (30, 60, 40, 15, 80))):
        shares = (
            approved[at] / applied[at],
            payers[at] / applied[at],
            repaid[at] / payers[at],
            (approved[at] - repaid[at]) / (applied[at] - payers[at]),
            repaid[at] / approved[at],
        )
        assert tuple(round(100 * share) for share in shares) == found
    assert round(600 / 690, 2) == 0.87
    says("who-is-turned-down", "450/800 = 56 %", "240/600 = 40 %", "50/200 = 25 %", "60/400 = 15 %", "600 / 690 = 87 %")


def test_orders_that_fell_overnight() -> None:
    assert round(0.65 * 0.71, 2) == 0.46
    assert round(0.39 * 0.46, 2) == 0.18
    says("revenue-drops-overnight", "0.65 x 0.71 ≈ 0.46", "0.39 x 0.46 ≈ 0.18")


def test_features_that_know_the_outcome() -> None:
    features = [row[0] for row in cells("hunt-the-leak")]
    late = {"account_closed_at", "invoice_type", "retention_call", "days_since_last_login"}
    assert late < set(features)
    assert len(features) - len(late) == 8
    says("hunt-the-leak", "Four features know the outcome", "the other eight are known", "0.81", "0.74")


def test_the_message_quotes_the_sheet() -> None:
    (orders, low, high), (profit, worst, best) = (
        [int(number) for number in re.findall(r"[-+]\d+", " ".join(row))]
        for row in cells("five-sentences-before-friday")
    )
    says(
        "five-sentences-before-friday",
        f"orders rose by about {orders} percent (between {low} and {high})",
        f"Profit was about {-profit} percent lower, and anything from {-worst} percent lower to {best} percent higher",
    )


def test_no_number_of_a_reference_is_left_out_here() -> None:
    here = Path(__file__).read_text("utf-8")
    numbered = [row["slug"] for row in QUESTIONS if re.search(r"\d", row.get("reference") or "")]
    assert len(numbered) > 15
    assert [slug for slug in numbered if f'"{slug}"' not in here] == []


def test_parts_that_a_reference_says_are_looked_for() -> None:
    with pytest.raises(AssertionError):
        says("revenue-drops-overnight", "0.65 x 0.71 ≈ 0.47")
