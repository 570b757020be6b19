"""The floor: the same rows read and written through one prepared statement of bare psycopg, as JSON. No framework,
no authentication, no checks.
"""

import os
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from uuid_utils.compat import uuid7

SUMMARY = """
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

SCORECARD = """
WITH card AS (
    INSERT INTO interviews_scorecard (id, application_id, interview_id, interviewer_id, status, overall_recommendation,
        informed, submitted_at, amendment_reason)
    SELECT %s, v.application_id, v.id, p.id, 'submitted', %s, false, clock_timestamp(), ''
    FROM interviews_interview v, people_person p WHERE v.id = %s AND p.email = %s
    RETURNING id, application_id, interviewer_id, submitted_at
), scores AS (
    INSERT INTO interviews_competencyscore (scorecard_id, competency_id, state, level, anchor, evidence, reason)
    SELECT card.id, k.id, s.state, s.level, '', s.evidence, ''
    FROM card, unnest(%s::text[], %s::text[], %s::smallint[], %s::text[]) AS s (slug, state, level, evidence)
    JOIN roles_competency k ON k.slug = s.slug
)
SELECT * FROM card
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
    """WSGI: GET of any path whose second last part is the application's id, POST of a scorecard."""
    status, answer = "200 OK", []
    if environ["REQUEST_METHOD"] == "POST":
        sent = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        status, answer = "201 Created", _post(sent)
    elif not environ["PATH_INFO"].startswith("/health"):
        application_id = environ["PATH_INFO"].split("/")[-2]
        with _pool.connection() as connection:
            answer = connection.execute(SUMMARY, (application_id,)).fetchall()
    body = orjson.dumps(answer)
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _post(sent: dict[str, Any]) -> Any:
    scores = sent["scores"]
    columns = [[score[name] for score in scores] for name in ("competency", "state", "level", "evidence")]
    with _pool.connection() as connection:
        card = connection.execute(
            SCORECARD,
            (uuid7(), sent["overall_recommendation"], uuid.UUID(sent["interview"]), sent["interviewer"], *columns),
        ).fetchone()
    return {"card": card, "scores": scores}
