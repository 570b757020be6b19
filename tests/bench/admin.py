"""`python -m tests.bench.admin`: the admin's pages in an installation of a large company's size, in one run.

As a recruiter who owes a scorecard, whom blindness makes every list most dear. Each page's median, statements and size;
goal: no page over half a second. In a database made for the run and dropped after it.
"""

import os
import statistics
import time

from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.models import Application, Interview, InterviewPlan, Job
from roles.models import Question, Role
from tests.api_client import Client
from tests.bench.volume import copy_questions, fill_hiring
from tests.story import tell_story
from tests.template import load_shipped_library

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "20000"))
APPLICATIONS = int(os.environ.get("BENCH_APPLICATIONS", "2000"))
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "800"))
JOBS = 150
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
GOAL = 0.5
RECRUITER = "bench@example.org"


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_shipped_library()
        with transaction.atomic():
            tell_story()
        groups = [GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR]
        create_person(email=RECRUITER, name="Bench", groups=groups)
        copy_questions(QUESTIONS)
        fill_hiring(people=PEOPLE, jobs=JOBS, applications=APPLICATIONS, recruiter=RECRUITER)
        _measure()
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _pages(viewer: Person) -> dict[str, str]:
    """Every list, as it opens, searched, and counted, and the pages that a day's work goes through."""
    pages = {"index": reverse("admin:index"), "owed": reverse("admin:interviews_owed")}
    for model, of in admin.site._registry.items():
        if not viewer.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        name = f"list of {model._meta.verbose_name_plural}"
        pages[name] = address
        if of.search_fields:
            pages[f"{name}, searched"] = f"{address}?q=a+7"
        if of.list_filter:
            pages[f"{name}, counted"] = f"{address}?_facets=True"
    application = Application.objects.filter(job__title="Opening 5")[0]
    interview = Interview.objects.filter(application=application)[0]
    job = application.job
    for row in (
        Role.objects.get(slug="data-scientist"),
        Question.objects.latest("slug"),
        application,
        application.candidate,
        interview,
        job,
        InterviewPlan.objects.get(jobs=job),
        Person.objects.get(email="p7@example.com"),
    ):
        pages[f"one of {row._meta.verbose_name_plural}"] = reverse(
            f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]
        )
    pages["comparison"] = reverse("admin:interviews_job_comparison", args=[job.pk])
    pages["decide"] = reverse("admin:interviews_application_decide", args=[application.pk])
    pages["schedule"] = f"{reverse('admin:interviews_interview_add')}?application={application.pk}"
    applications = reverse("admin:interviews_application_changelist")
    pages["applications of a job"] = f"{applications}?job__id__exact={job.pk}"
    pages["applications ready to be decided"] = f"{applications}?attention=ready"
    for model in (Job, Application, InterviewPlan, Interview, Question, Role):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        pages[f"add to {model._meta.verbose_name_plural}"] = reverse(name)
    found = "?app_label=interviews&model_name=interview&field_name=panelists&term=person+7"
    pages["people found by name"] = f"{reverse('admin:autocomplete')}{found}"
    return pages


def _measure() -> None:
    client = Client(SERVER_NAME="localhost")
    recruiter = Person.objects.get(email=RECRUITER)
    client.force_login(recruiter)
    counts = {model._meta.verbose_name_plural: model.objects.count() for model in (Question, Application, Interview)}
    print(", ".join(f"{number:,} {of}" for of, number in counts.items()), f"{Person.objects.count():,} people\n")
    print("| page | seconds | statements | KB |\n|---|---|---|---|")
    slow = []
    for name, address in _pages(recruiter).items():
        seconds, statements, size = _open(client, address)
        print(f"| {name} | {seconds:.3f} | {statements} | {size / 1024:.0f} |", flush=True)
        if seconds > GOAL:
            slow.append(name)
    print(f"\nOver {GOAL} s: {', '.join(slow) or 'none'}.")


def _open(client: Client, address: str) -> tuple[float, int, int]:
    """Median seconds, statements and bytes of the page."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(seconds), len(queries), len(answer.content)


if __name__ == "__main__":
    main()
