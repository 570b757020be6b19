"""The floor: the summary's rows through one prepared statement of bare psycopg, as JSON, without a framework."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

QUERY = """
SELECT k.slug, p.weight, p.target_level, c.id AS scorecard, c.overall_recommendation, c.informed, i.name AS interviewer,
       r.title AS round, s.state, s.level, s.evidence, s.reason
FROM interviews_application a
JOIN interviews_plancompetency p ON p.plan_id = a.plan_id
JOIN roles_competency k ON k.id = p.competency_id
LEFT JOIN (interviews_scorecard c
           JOIN interviews_competencyscore s ON s.scorecard_id = c.id
           JOIN people_person i ON i.id = c.interviewer_id
           JOIN interviews_interview v ON v.id = c.interview_id
           JOIN interviews_planround r ON r.id = v.round_id)
    ON c.application_id = a.id AND c.status = 'submitted' AND s.competency_id = p.competency_id
WHERE a.id = %s
ORDER BY p.position, c.id
"""

_pool = ConnectionPool(
    kwargs={
        "dbname": os.environ["BENCH_DATABASE"],
        "host": os.environ["BENCH_HOST"],
        "user": os.environ["BENCH_USER"],
        "port": os.environ["BENCH_PORT"] or None,
        "password": os.environ["BENCH_PASSWORD"] or None,
        "row_factory": dict_row,
        "prepare_threshold": 0,
        "autocommit": True,
    },
    min_size=2,
    max_size=4,
    open=True,
)


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """WSGI: any path whose second last part is the application's id."""
    if environ["PATH_INFO"].startswith("/health"):
        body = b"{}"
    else:
        application_id = environ["PATH_INFO"].split("/")[-2]
        with _pool.connection() as connection:
            body = orjson.dumps(connection.execute(QUERY, (application_id,)).fetchall())
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
