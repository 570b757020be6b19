"""`python -m tests.bench.library`: the library's pages and its download beside 20,000 questions, in one run.

The download is taken with every text kept and with none; other pages are held against the list of tools, which knows
of no question. In a database made for the run and dropped after it. Goals: the download and each page under 2 s.
"""

import os
import statistics
import time
from uuid import uuid4

from django.db import connection
from django.urls import reverse

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from hiringkit.people.models import Person
from roles.library.kept import keep_texts
from roles.models import Question, QuestionText, Role
from tests.api_client import Client
from tests.bench.volume import copy_questions
from tests.template import load_shipped_library

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "20000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_shipped_library()
        copy_questions(QUESTIONS)
        _measure()
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _measure() -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.create_superuser(email="bench@example.org", password=uuid4().hex, name="Bench"))
    role = Role.objects.get(slug="data-scientist")
    question = Question.objects.latest("slug")
    pages = {"list of tools": reverse("admin:roles_tool_changelist")}
    pages |= {f"list of {of}": reverse(f"admin:roles_{of}_changelist") for of in ("role", "competency", "question")}
    pages |= {
        f"role, {section}": reverse(f"admin:roles_role_{section}", args=[role.pk])
        for section in ("change", "profile", "activities", "tools", "neighbours")
    }
    pages["question"] = reverse("admin:roles_question_change", args=[question.pk])
    took = {name: _median(client, address) for name, address in pages.items()}
    download = reverse("admin:roles_library_download")
    QuestionText.objects.all().delete()
    took["download, nothing kept"] = _median(client, download, rounds=1)
    keep_texts()
    took["download, all kept"] = _median(client, download)
    print(f"{Question.objects.count()} questions\n\n| page | seconds | times the list of tools |\n|---|---|---|")
    for name, seconds in took.items():
        print(f"| {name} | {seconds:.3f} | {seconds / took['list of tools']:.1f} |")


def _median(client: Client, address: str, *, rounds: int = ROUNDS) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
