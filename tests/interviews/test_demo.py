"""The demo data of `make run`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hiringkit.people.principals import operator_principal
from interviews.models import Application, Interview, InterviewPlan, Scorecard
from interviews.summaries.queries import build_summary
from interviews.vocabulary import PlanStatus, ScorecardStatus
from roles.models import Role


def run(command: str) -> str:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_the_demo_is_made_once_and_summarised(library: None) -> None:
    accounts = run("load_demo")
    assert accounts.count("@demo.example") == 5
    assert run("load_demo") == ""
    plans = InterviewPlan.objects.values_list("role__slug", "status", "standard")
    assert sorted(plans) == [(role.slug, PlanStatus.PUBLISHED, True) for role in Role.objects.order_by("slug")]
    assert (Application.objects.count(), Interview.objects.count()) == (3, 6)
    assert Scorecard.objects.filter(status=ScorecardStatus.SUBMITTED).count() == 8
    states = {}
    for application in Application.objects.all():
        found = build_summary(principal=operator_principal(), application_id=application.pk)
        far_apart = [row for row in found.competencies if row.disagreement]
        owed = found.panel.expected - found.panel.submitted
        states[application.candidate.name] = (bool(far_apart), owed, application.status)
    assert states == {
        "Demo Candidate": (True, 0, "active"),
        "Second Demo Candidate": (False, 3, "active"),
        "Third Demo Candidate": (False, 0, "hired"),
    }
    summary = run("print_summary")
    assert "Demo Candidate for Data Scientist (demo opening)" in summary
    assert "4 of 4 scorecards submitted" in summary


@pytest.mark.django_db
def test_without_the_library_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="load_library"):
        run("load_demo")


@pytest.mark.django_db
def test_without_an_application_there_is_nothing_to_print() -> None:
    with pytest.raises(CommandError, match="load_demo"):
        run("print_summary")
