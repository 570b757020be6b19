"""`python -m tests.bench.kits`: what a kit costs as data, as a page and as a file, by turns in one run, and its weight.

The file is held against the data that it is made from: what it takes longer is the typesetter's. Goals: a file in
0.2 s, a page of at most 60 KB.
"""

import statistics
import time
from collections.abc import Callable, Mapping

from django.db import connection, transaction

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from hiringkit.people.models import Person
from interviews.kits.paper.render import kit_pdf, sheets_pdf
from interviews.kits.queries import build_kit
from interviews.models import Interview, PlanItem
from roles.models import Question
from tests.people.factories import session
from tests.story import ADA, find_hiring, principal, tell_story
from tests.template import load_shipped_library

ROUNDS = 15
SIZES = (4, 20, 0)


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_shipped_library()
        with transaction.atomic():
            tell_story()
        interview = find_hiring().first
        print("| questions | data ms | page ms | page KB | PDF ms | PDF KB | sheets ms |")
        print("|---|---|---|---|---|---|---|")
        for size in SIZES:
            _fill(interview, size)
            _measure(interview, size)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _fill(interview: Interview, size: int) -> None:
    """The round holds so many frozen copies of the library's questions, those with most around them first."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE interviews_planitem DISABLE TRIGGER plan_frozen")
    PlanItem.objects.all().delete()
    chosen = sorted(
        Question.objects.filter(status="active"),
        key=lambda question: (-len(question.answers), -len(question.brief), question.slug),
    )
    names = ("text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags", "brief", "sheet")
    for position, question in enumerate(chosen[:size]):
        copied = {name: getattr(question, name) for name in (*names, "reference", "answers")}
        PlanItem.objects.create(
            plan=interview.round.plan, round=interview.round, position=position, question=question,
            question_slug=question.slug, question_version=1, **copied,
        )  # fmt: skip


def _measure(interview: Interview, size: int) -> None:
    ada, asks = session(Person.objects.get(email=ADA), SERVER_NAME="localhost"), principal(ADA)
    data, page = f"/api/v1/interviews/{interview.pk}/kit", f"/interviews/{interview.pk}"
    kit = build_kit(principal=asks, interview_id=interview.pk)
    took = _timed(
        {
            "data": lambda: ada.get(data),
            "page": lambda: ada.get(page),
            "pdf": lambda: kit_pdf(kit=build_kit(principal=asks, interview_id=interview.pk)),
            "sheets": lambda: sheets_pdf(kit=kit),
        }
    )
    weight, file = len(ada.get(page).content) / 1000, len(kit_pdf(kit=kit)) / 1000
    print(
        f"| {size} | {took['data']:.1f} | {took['page']:.1f} | {weight:.1f} | {took['pdf']:.1f} | {file:.0f} "
        f"| {took['sheets']:.1f} |"
    )


def _timed(jobs: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The median of each job in milliseconds, all of them by turns."""
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            took[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(each) for name, each in took.items()}


if __name__ == "__main__":
    main()
