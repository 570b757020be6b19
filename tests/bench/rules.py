"""`python -m tests.bench.rules`: the lists of 100,000 applications, and what their rules cost, in one run.

`build` is Python alone, from nothing to the statement's text; `page` is the first page's own statement in PostgreSQL,
without what is prefetched. Beside the rules as views of the database stand the same rules as nested querysets
(tests/interviews/access/oracle.py), which the views replaced. BENCH_PLANS=1 prints the plan of each page. The rows
stand in a database made for the run and dropped after it.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from interviews.access.blindness import blind_on, visible_to
from interviews.access.reach import applications_in_reach
from interviews.hiring.queries import list_applications, list_interviews, list_jobs
from interviews.models import Application, Scorecard
from interviews.plans.queries import list_plans
from interviews.scores.queries import list_owed, list_scorecards
from tests.bench.data import make_data
from tests.interviews.access import oracle

APPLICATIONS = int(os.environ.get("BENCH_APPLICATIONS", "100000"))
PAGE = 51  # 50 and the one that says whether there are more
CALLS = 5

# 200 jobs with two managers each, an interview of each application by two of 500 people, four fifths of them written.
_ROWS = """
INSERT INTO people_person (id, email, name, name_key, password, is_active, is_superuser, is_staff)
SELECT gen_random_uuid(), 'p' || n || '@example.com', 'Person ' || n, 'person ' || n || chr(31) || 'Person ' || n,
    '!', true, false, false
FROM generate_series(1, 500) n;
CREATE TEMP TABLE crowd AS
    SELECT id, row_number() OVER (ORDER BY length(email), email) - 1 AS n
    FROM people_person WHERE email LIKE 'p%@example.com';
INSERT INTO interviews_job (id, title, role_id, plan_id, status, blindness)
SELECT gen_random_uuid(), 'Bench ' || n, l.role_id, l.id, 'open',
    (ARRAY['until_own_submission', 'until_panel_complete', 'never'])[1 + n % 3]
FROM interviews_interviewplan l, generate_series(1, 200) n;
CREATE TEMP TABLE openings AS
    SELECT id, row_number() OVER (ORDER BY length(title), title) - 1 AS n
    FROM interviews_job WHERE title LIKE 'Bench _%';
INSERT INTO interviews_job_hiring_managers (job_id, person_id)
SELECT o.id, c.id FROM openings o JOIN crowd c ON c.n IN (o.n, o.n + 100);
CREATE TEMP TABLE held AS
    SELECT n, gen_random_uuid() AS candidate, gen_random_uuid() AS application, gen_random_uuid() AS interview
    FROM generate_series(1, {applications}) n;
INSERT INTO interviews_candidate (id, name, name_key)
SELECT candidate, 'Candidate ' || n, 'candidate ' || n || chr(31) || 'Candidate ' || n FROM held;
INSERT INTO interviews_application (id, candidate_id, job_id, plan_id, status)
SELECT h.application, h.candidate, o.id, (SELECT id FROM interviews_interviewplan LIMIT 1), 'active'
FROM held h JOIN openings o ON o.n = h.n % 200;
INSERT INTO interviews_interview (id, application_id, round_id, scheduled_at)
SELECT interview, application, (SELECT id FROM interviews_planround ORDER BY position LIMIT 1),
    now() - n % 1000 * interval '1 hour' FROM held;
INSERT INTO interviews_panelist (interview_id, person_id, added_at, excuse_reason, from_scorecard)
SELECT h.interview, c.id, now(), '', false FROM held h JOIN crowd c ON c.n IN (h.n % 500, (h.n * 7 + 1) % 500);
INSERT INTO interviews_scorecard (id, application_id, interview_id, interviewer_id, status, overall_recommendation,
    informed, submitted_at, amendment_reason)
SELECT gen_random_uuid(), h.application, h.interview, t.person_id, 'submitted', 'yes', false, now(), ''
FROM held h JOIN interviews_panelist t ON t.interview_id = h.interview WHERE h.n % 5 <> 0;
"""


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        _make_rows()
        panelist = Person.objects.filter(email="p401@example.com").get()
        manager = Person.objects.filter(email="p20@example.com").get()
        print(f"\nThe rules over {APPLICATIONS:,} applications; median of {CALLS}")
        print(f"{'':44}{'build ms':>10}{'page ms':>10}")
        for who, person in (("panelist", panelist), ("manager", manager)):
            for what, rows in _questions(person_principal(person)):
                _measure(f"{what}, {who}", rows)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _make_rows() -> None:
    make_data(1)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET session_replication_role = replica")  # no triggers: stamps and the trail are not the matter
        for statement in _ROWS.format(applications=APPLICATIONS).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def _questions(principal: Principal) -> list[tuple[str, Callable[[], QuerySet[Any]]]]:
    person = principal.required_person()
    return [
        ("GET /applications", lambda: list_applications(principal=principal).order_by("-pk")[:PAGE]),
        ("GET /interviews", lambda: list_interviews(principal=principal).order_by("-pk")[:PAGE]),
        ("GET /jobs", lambda: list_jobs(principal=principal).order_by("-pk")[:PAGE]),
        ("GET /plans", lambda: list_plans(principal=principal).order_by("-pk")[:PAGE]),
        ("GET /scorecards", lambda: list_scorecards(principal=principal).order_by("-pk")[:PAGE]),
        ("GET /scorecards/owed", lambda: list_owed(principal=principal).order_by(F("since"), "pk")[:PAGE]),
        ("reach, view", lambda: applications_in_reach(principal=principal).order_by("-pk")[:PAGE]),
        ("reach, querysets", lambda: oracle.reached_applications(person).order_by("-pk")[:PAGE]),
        ("blindness, view", lambda: _blind(principal).order_by("-pk")[:PAGE]),
        ("blindness, querysets", lambda: oracle.blind_applications(person).order_by("-pk")[:PAGE]),
        ("visible scorecards, views", lambda: visible_to(principal=principal).order_by("-pk")[:PAGE]),
        ("visible scorecards, querysets", lambda: _visible(person).order_by("-pk")[:PAGE]),
    ]


def _blind(principal: Principal) -> QuerySet[Application]:
    return Application.objects.filter(blind_on(principal=principal, application="pk"))


def _visible(person: Person) -> QuerySet[Scorecard]:
    return oracle.visible_scorecards(person, reaches_everything=False)


def _measure(what: str, rows: Callable[[], QuerySet[Any]]) -> None:
    built, ran = [], []
    for _ in range(CALLS):
        started = time.perf_counter()
        statement, values = rows().query.sql_with_params()
        built.append(time.perf_counter() - started)
        with connection.cursor() as cursor:
            started = time.perf_counter()
            cursor.execute(statement, values)
            cursor.fetchall()
            ran.append(time.perf_counter() - started)
    print(f"{what:<44}{statistics.median(built) * 1000:>10.2f}{statistics.median(ran) * 1000:>10.1f}", flush=True)
    if os.environ.get("BENCH_PLANS"):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
            print("\n".join(f"    {line}" for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
