"""Roles side by side."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import delete_softly
from roles.models import Activity, Distinction, Role, RoleActivity, RoleCompetency, RoleTool
from tests.api_client import APIClient
from tests.factories import RoleFactory
from tests.people.factories import key_client, member, session

pytestmark = pytest.mark.django_db
URL = "/api/v1/roles/compare"
SCIENTIST, ENGINEER, OPS = "data-scientist", "ml-engineer", "mlops-engineer"


@pytest.fixture
def client(library: None) -> APIClient:
    client = key_client("library:read")
    client.get("/api/v1/roles")  # notes the key's first use
    return client


def compare(client: APIClient, *slugs: str) -> dict[str, Any]:
    response = client.get(f"{URL}?roles={','.join(slugs)}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_the_roles_come_in_the_order_in_which_they_were_asked_for(client: APIClient) -> None:
    role = Role.objects.get(slug=SCIENTIST)
    roles = compare(client, ENGINEER, SCIENTIST)["roles"]
    assert [row["slug"] for row in roles] == [ENGINEER, SCIENTIST]
    assert roles[1] == {"slug": SCIENTIST, "title": role.title, "summary": role.summary, "focus": role.focus}


def test_activities_are_the_overlap_matrix(client: APIClient) -> None:
    rows = compare(client, SCIENTIST, ENGINEER, OPS)["activities"]
    assert len(rows) == Activity.objects.count()
    for row in rows:
        assert row["cells"] == [
            RoleActivity.objects.filter(role__slug=slug, activity__slug=row["activity"]["slug"])
            .values("involvement", "focus")
            .get()
            | {"role": slug}
            for slug in (SCIENTIST, ENGINEER, OPS)
        ]
        assert row["shared"] == all(cell["involvement"] != "none" for cell in row["cells"])
    assert {row["activity"]["kind"] for row in rows} == {"overlapping", "exclusive"}
    assert {row["shared"] for row in rows} == {True, False}


def test_a_cell_that_nobody_has_filled_in_is_no_part_in_the_activity(client: APIClient) -> None:
    gone = RoleActivity.objects.filter(role__slug=ENGINEER).exclude(involvement="none").select_related("activity")[0]
    RoleActivity.objects.filter(pk=gone.pk).delete()
    rows = {row["activity"]["slug"]: row for row in compare(client, SCIENTIST, ENGINEER)["activities"]}
    row = rows[gone.activity.slug]
    assert row["cells"][1] == {"role": ENGINEER, "involvement": "none", "focus": ""}
    assert row["shared"] is False


def tools_of(slug: str) -> dict[str, list[str]]:
    uses: dict[str, list[str]] = {}
    for use in RoleTool.objects.filter(role__slug=slug).select_related("tool").order_by("position", "pk"):
        uses.setdefault(use.tool.name, []).append(use.category)
    return uses


def test_tools_shared_by_all_and_of_one_alone(client: APIClient) -> None:
    tools = compare(client, SCIENTIST, ENGINEER, OPS)["tools"]
    scientist, engineer, ops = tools_of(SCIENTIST), tools_of(ENGINEER), tools_of(OPS)
    assert set(tools["shared"]) == scientist.keys() & engineer.keys() & ops.keys() != set()
    assert [(row["role"], set(row["tools"])) for row in tools["exclusive"]] == [
        (SCIENTIST, scientist.keys() - engineer.keys() - ops.keys()),
        (ENGINEER, engineer.keys() - scientist.keys() - ops.keys()),
        (OPS, ops.keys() - scientist.keys() - engineer.keys()),
    ]
    assert {row["tool"] for row in tools["rows"]} == scientist.keys() | engineer.keys() | ops.keys()
    for row in tools["rows"]:
        assert row["cells"] == [
            {"role": SCIENTIST, "categories": scientist.get(row["tool"], [])},
            {"role": ENGINEER, "categories": engineer.get(row["tool"], [])},
            {"role": OPS, "categories": ops.get(row["tool"], [])},
        ]


def test_competencies_with_their_weights_and_targets(client: APIClient) -> None:
    rows = compare(client, SCIENTIST, ENGINEER)["competencies"]
    needs = RoleCompetency.objects.filter(role__slug__in=(SCIENTIST, ENGINEER)).select_related("competency__area")
    assert {row["competency"]["slug"] for row in rows} == {need.competency.slug for need in needs}
    by_place = {(need.competency.slug, need.role.slug): need for need in needs.select_related("role")}
    for row in rows:
        slug = row["competency"]["slug"]
        asking = [role for role in (SCIENTIST, ENGINEER) if (slug, role) in by_place]
        assert [cell and cell["role"] for cell in row["cells"]] == [
            role if role in asking else None for role in (SCIENTIST, ENGINEER)
        ]
        assert (row["shared"], row["exclusive"]) == (len(asking) == 2, len(asking) == 1)
        for cell in filter(None, row["cells"]):
            need = by_place[slug, cell["role"]]
            assert cell["weight"] == need.weight
            targets = {"junior": need.target_junior, "mid": need.target_mid, "senior": need.target_senior}
            assert cell["targets"] == targets
    for column in (0, 1):
        assert sum(row["cells"][column]["share"] for row in rows if row["cells"][column]) == pytest.approx(1)
    assert {row["shared"] for row in rows} == {True, False}


def test_of_three_roles_two_may_ask_for_what_neither_all_nor_one_asks_for(client: APIClient) -> None:
    rows = compare(client, SCIENTIST, ENGINEER, OPS)["competencies"]
    flags = {(row["shared"], row["exclusive"], sum(cell is not None for cell in row["cells"])) for row in rows}
    assert (False, False, 2) in flags
    assert flags <= {(True, False, 3), (False, False, 2), (False, True, 1)}


def test_what_tells_each_pair_apart_in_both_directions(client: APIClient) -> None:
    there = Distinction.objects.get(role__slug=SCIENTIST, other__slug=ENGINEER).text
    back = Distinction.objects.get(role__slug=ENGINEER, other__slug=SCIENTIST).text
    assert compare(client, SCIENTIST, ENGINEER)["distinctions"] == [
        {
            "roles": [SCIENTIST, ENGINEER],
            "sentences": [
                {"role": SCIENTIST, "other": ENGINEER, "text": there},
                {"role": ENGINEER, "other": SCIENTIST, "text": back},
            ],
        }
    ]


def test_a_pair_that_nothing_tells_apart_is_listed_all_the_same(client: APIClient) -> None:
    Distinction.objects.filter(role__slug=SCIENTIST, other__slug=ENGINEER).delete()
    for one, other in ((SCIENTIST, OPS), (OPS, SCIENTIST)):
        Distinction.objects.filter(role__slug=one, other__slug=other).delete()
    pairs = compare(client, SCIENTIST, ENGINEER, OPS)["distinctions"]
    assert [pair["roles"] for pair in pairs] == [[SCIENTIST, ENGINEER], [SCIENTIST, OPS], [ENGINEER, OPS]]
    assert [pair["sentences"] and len(pair["sentences"]) for pair in pairs] == [1, None, 2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("roles_required", "?roles")]),
        ("roles=", [("roles_required", "?roles")]),
        ("roles=data-scientist", [("too_few_roles", "?roles")]),
        ("roles=a,b,c,d,e", [("too_many_roles", "?roles")]),
        ("roles=data-scientist,nobody", [("unknown_role", "?roles/1")]),
        ("roles=nobody,data-scientist,", [("unknown_role", "?roles/0"), ("unknown_role", "?roles/2")]),
        ("roles=nobody", [("too_few_roles", "?roles"), ("unknown_role", "?roles/0")]),
        ("roles=data-scientist,data-scientist", [("repeated_role", "?roles/1")]),
        (
            "roles=data-scientist,no%00body,data-scientist",
            [("unknown_role", "?roles/1"), ("repeated_role", "?roles/2")],
        ),
        ("roles=data-scientist,ml-engineer&page_size=1", [("unknown_parameter", "?page_size")]),
        ("roles=data-scientist&roles=ml-engineer", [("repeated_parameter", "?roles")]),
    ],
)
def test_every_fault_has_its_code_and_its_place(client: APIClient, query: str, expected: list[tuple[str, str]]) -> None:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 400
    assert [(fault["code"], fault["pointer"]) for fault in response.json()["errors"]] == expected


def test_a_deleted_role_is_not_known(client: APIClient) -> None:
    delete_softly(Role.objects.get(slug=ENGINEER))
    response = client.get(f"{URL}?roles={SCIENTIST},{ENGINEER}")
    assert (response.status_code, response.json()["code"]) == (400, "unknown_role")


def test_four_roles_take_as_many_statements_as_two(client: APIClient) -> None:
    """The key; roles; cells with their activities; tools; profiles with competencies and areas; distinctions."""
    RoleFactory.make(slug="bare")
    counts = []
    for slugs in ((SCIENTIST, ENGINEER), (SCIENTIST, ENGINEER, OPS, "bare")):
        with CaptureQueriesContext(connection) as captured:
            assert len(compare(client, *slugs)["roles"]) == len(slugs)
        counts.append(len(captured))
    assert counts == [6, 6]


def test_a_role_of_which_nothing_is_written_yet(client: APIClient) -> None:
    RoleFactory.make(slug="bare")
    found = compare(client, SCIENTIST, "bare")
    assert {row["cells"][1]["involvement"] for row in found["activities"]} == {"none"}
    assert (found["tools"]["shared"], found["tools"]["exclusive"][1]["tools"]) == ([], [])
    assert {(row["cells"][1], row["exclusive"]) for row in found["competencies"]} == {(None, True)}
    assert found["distinctions"] == [{"roles": [SCIENTIST, "bare"], "sentences": None}]


def test_whoever_reads_roles_may_compare_them(library: None) -> None:
    url = f"{URL}?roles={SCIENTIST},{ENGINEER}"
    assert session(member(GroupName.INTERVIEWER)).get(url).status_code == 200
    assert key_client("hiring:read").get(url).json()["code"] == "scope_missing"
    assert APIClient().get(url).status_code == 401


def test_the_answer_has_its_version(client: APIClient) -> None:
    url = f"{URL}?roles={SCIENTIST},{ENGINEER}"
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
