"""`python -m tests.bench.search`: the search of 100,000 questions with its index and without, in one run.

The questions are made of the shipped library's own words, frequent ones often and rare ones seldom, in a database made
for the run and dropped after it. What is timed is the first page's own statement, as `GET /questions?search=` sends it
and without what is prefetched; rounds alternate between the two. The ratios are what counts.
"""

import os
import re
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from roles.models import Question
from roles.queries import list_questions, search_questions
from roles.views import QuestionViewSet
from tests.template import load_shipped_library

CALLS = 10  # a round; enough for PostgreSQL to settle on a plan for the prepared statement
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
PAGE = 51  # 50 and the one that says whether there are more
INDEX = "question_words"
SCANS = {"index": "on", "no index": "off"}

# One word in n of a text is the n-th most frequent one, more or less: the power of a uniform number bends towards 0.
_INSERT = """
INSERT INTO roles_question (id, slug, version, text, kind, difficulty, minutes, probes, strong_answer, red_flags, tags,
    status, source_kind, source_file, source_place, brief, sheet, reference, answers)
SELECT gen_random_uuid(), 'bench-' || n, 1, w.text || '?', (ARRAY['knowledge', 'situational'])[1 + n %% 2], 1 + n %% 5,
    5 + n %% 20, jsonb_build_array(w.probe || '?', w.other || '?'), '[]', '[]', ARRAY[w.tag], 'active', 'own', '',
    '', '[]', '', '', '[]'
FROM generate_series(1, %(questions)s) n
CROSS JOIN LATERAL (
    SELECT string_agg(word, ' ') FILTER (WHERE place <= 18) AS text,
        string_agg(word, ' ') FILTER (WHERE place BETWEEN 19 AND 26) AS probe,
        string_agg(word, ' ') FILTER (WHERE place BETWEEN 27 AND 34) AS other, min(word) AS tag
    FROM (
        SELECT place, (%(words)s::text[])[1 + floor(%(count)s * power(random(), 4))::int] AS word
        FROM generate_series(1, 34) place WHERE n > 0
    ) drawn
) w
"""


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        _make_questions()
        for text in _searches():
            _measure(text)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _vocabulary() -> list[str]:
    """The library's words, the most frequent first."""
    files = Path(settings.BASE_DIR, "fixtures", "library").rglob("*.yaml")
    counted = Counter(word for file in files for word in re.findall(r"[a-z]{3,}", file.read_text().lower()))
    return [word for word, _ in counted.most_common()]


def _make_questions() -> None:
    words = _vocabulary()
    load_shipped_library()
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(_INSERT, {"questions": QUESTIONS, "words": words, "count": len(words)})
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [INDEX])
        cursor.execute("VACUUM ANALYZE roles_question")
        cursor.execute("SELECT pg_size_pretty(pg_relation_size(%s::regclass))", [INDEX])
        (size,) = cursor.fetchone()
    seconds = time.perf_counter() - started
    print(f"{QUESTIONS} questions of {len(words)} words, made in {seconds:.0f} s; the index takes {size}")


def _searches() -> list[str]:
    """Of growing frequency: a rare word, two together, a common one."""
    return ["confounders", "model drift", "monitoring or latency"]


def _first_page(text: str) -> QuerySet[Question]:
    found: QuerySet[Any] = search_questions(questions=list_questions(), text=text)
    return found.prefetch_related(None).order_by(*QuestionViewSet.endpoint.orderings["-rank"])[:PAGE]


def _time(page: QuerySet[Question]) -> float:
    started = time.perf_counter()
    len(page.all())
    return time.perf_counter() - started


def _measure(text: str) -> None:
    page = _first_page(text)
    plan = page.explain(analyze=True)
    print(f"\nsearch={text}: {search_questions(questions=list_questions(), text=text).count()} found\n{plan}")
    if INDEX not in plan:
        raise SystemExit(f"The plan does without the index {INDEX}.")
    measured: dict[str, list[float]] = {scan: [] for scan in SCANS}
    for round_ in range(ROUNDS + 1):
        for scan, switch in SCANS.items():
            with connection.cursor() as cursor:
                cursor.execute(f"SET enable_indexscan = {switch}")
                cursor.execute(f"SET enable_bitmapscan = {switch}")
                cursor.execute("DISCARD PLANS")  # of the prepared statement, which keeps the one it was made with
            if round_:  # the first round only warms up
                measured[scan].append(statistics.median(_time(page) for _ in range(CALLS)))
            else:
                _time(page)
    with connection.cursor() as cursor:
        cursor.execute("RESET enable_indexscan")
        cursor.execute("RESET enable_bitmapscan")
    print(f"  a page, median of {ROUNDS} rounds of {CALLS} calls")
    for scan, times in measured.items():
        ms = [1000 * each for each in times]
        print(f"  {scan:<9}{statistics.median(ms):9.1f} ms   ({min(ms):.1f} to {max(ms):.1f})")
    ratios = [slow / fast for fast, slow in zip(*measured.values(), strict=True)]
    print(f"  {statistics.median(ratios):8.1f} times faster   (round by round {min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
