"""`python -m tests.bench.autosave`: what the kit's page costs while somebody types, by turns in one run.

Each row is one request as the page makes it, in its session: the first text makes the draft, later ones change a
field of it, a stale one is refused with the state, the last submits. Beside them stands the cheapest request that there
is, `GET /me`. Goal: an autosave in 8 statements beside the session's.
"""

import logging
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from hiringkit.people.models import Person
from interviews.models import Scorecard
from tests.people.factories import session
from tests.story import ADA, find_hiring, tell_story
from tests.template import load_shipped_library

ROUNDS = 40
CARDS = "/api/v1/scorecards"


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    logging.disable(logging.WARNING)  # of what is refused on purpose
    try:
        load_shipped_library()
        with transaction.atomic():
            tell_story()
        _measure()
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure() -> None:
    hiring = find_hiring()
    ada = session(Person.objects.get(email=ADA), SERVER_NAME="localhost")
    first, second = hiring.focus
    item = str(hiring.first.round.items.order_by("position")[0].pk)
    took: dict[str, list[float]] = {}
    statements: dict[str, int] = {}

    def one(name: str, ask: Callable[[], Any], status: int) -> Any:
        with CaptureQueriesContext(connection) as captured:
            started = time.perf_counter()
            answer = ask()
            took.setdefault(name, []).append((time.perf_counter() - started) * 1000)
        assert answer.status_code == status, answer.content
        statements[name] = len(captured)
        return answer

    def rated(slug: str, words: str) -> dict[str, Any]:
        return {"competency": slug, "state": "rated", "level": 4, "evidence": words, "reason": ""}

    for number in range(ROUNDS):
        one("GET /me", lambda: ada.get("/api/v1/me"), 200)
        body: dict[str, Any] = {"interview": str(hiring.first.pk), "scores": [rated(first, "A")]}
        made = one("first text: POST", partial(ada.post, CARDS, body), 201)
        address, old = f"{CARDS}/{made.json()['id']}", made["ETag"]
        texts: dict[str, dict[str, Any]] = {
            "evidence": {"scores": [rated(first, f"Asked for the date of the change. {number} " * 8)]},
            "note": {"items": [{"item": item, "note": f"Drew it. {number}"}]},
            "every field": {
                "overall_recommendation": "yes",
                "scores": [rated(slug, f"Said so. {number}") for slug in (first, second)],
                "items": [{"item": item, "note": f"Drew it twice. {number}"}],
            },
        }
        tag = old
        for name, text in texts.items():
            saved = one(f"{name}: PATCH", partial(ada.patch, address, text, headers={"If-Match": tag}), 200)
            tag = saved["ETag"]
        one("stale: PATCH, 412", partial(ada.patch, address, texts["note"], headers={"If-Match": old}), 412)
        one("submit", partial(ada.post, f"{address}/submit", headers={"If-Match": tag}), 200)
        _forget()
    print("| request | median ms | statements |")
    print("|---|---|---|")
    for name, each in took.items():
        print(f"| {name} | {statistics.median(each):.1f} | {statements[name]} |")


def _forget() -> None:
    """The next round begins without a scorecard."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE interviews_competencyscore DISABLE TRIGGER scorecard_final")
        cursor.execute("ALTER TABLE interviews_scorecarditem DISABLE TRIGGER scorecard_final")
    Scorecard.all_objects.all().delete()


if __name__ == "__main__":
    main()
