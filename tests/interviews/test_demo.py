"""The demo data of `make run`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from interviews.models import Application, Interview, InterviewPlan, Scorecard
from interviews.vocabulary import PlanStatus, ScorecardStatus


def run(command: str) -> str:
    output = StringIO()
    call_command(command, stdout=output)
    return output.getvalue()


def test_the_demo_is_made_once_and_summarised(library: None) -> None:
    accounts = run("load_demo")
    assert accounts.count("@demo.example") == 5
    assert run("load_demo") == ""
    assert InterviewPlan.objects.get().status == PlanStatus.PUBLISHED
    assert (Application.objects.count(), Interview.objects.count()) == (2, 4)
    assert Scorecard.objects.filter(status=ScorecardStatus.SUBMITTED).count() == 4
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
