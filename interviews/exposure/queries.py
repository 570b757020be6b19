"""How often questions were asked, as far as it is recorded.

An item of a plan counts as asked in an interview that is not deleted and has a submitted scorecard, unless scorecards
say of the item that it was not asked, or its alternate in its place, and none says that it was. A question is what its
items of all versions come to; what was asked as an alternate is not counted for the alternate.

The figures are over all applications but those on which the caller is blind, whatever the caller reaches: they name
nobody, and on the others a count that moves would tell the caller that a colleague has submitted.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from interviews.access.blindness import WRITTEN, blind_on
from interviews.models import Interview, PlanItem, QuestionNote, Scorecard, ScorecardItem
from interviews.vocabulary import ScorecardStatus
from roles.models import Question

EXPOSURE_GROUPS: Final = (GroupName.LIBRARY_EDITOR, GroupName.RECRUITER, GroupName.AUDITOR)


@dataclass(frozen=True, slots=True)
class QuestionExposure:
    """How known a question may be by now.

    `n_candidates` are distinct people as the ATS knows them; `n_plans` are versions of plans that are not deleted,
    drafts included.
    """

    question: Question
    times_asked: int
    n_candidates: int
    last_asked_at: datetime.datetime | None
    n_plans: int


def asked_interviews(*, principal: Principal) -> QuerySet[Any]:
    """Of `all_asked_interviews` those that the principal may know of."""
    return all_asked_interviews().filter(~blind_on(principal=principal, application="application_id"))


def all_asked_interviews() -> QuerySet[Any]:
    """A row for each interview and each question asked in it, annotated with `question` and with `asked_at`: the time
    it was scheduled for, or when its first scorecard was submitted if that came earlier or no time was set.

    Whoever asks, so nobody is shown it: the optimiser weighs by it, and what it weighs with does not depend on whom.
    """
    submitted = Scorecard.objects.filter(interview=OuterRef("pk"), status=ScorecardStatus.SUBMITTED)
    first = Scorecard.objects.filter(interview=OuterRef("pk"), status__in=WRITTEN).order_by().values("interview")
    return (
        Interview.objects.annotate(
            question=F("round__items__question"),
            item=F("round__items"),
            asked_at=Least("scheduled_at", Subquery(first.annotate(at=Min("submitted_at")).values("at"))),
        )
        .filter(Exists(submitted), ~_not_asked(), question__isnull=False)
        .order_by()
    )


def _not_asked() -> Q:
    """Whether a submitted scorecard says that the item was not asked, or that an alternate was asked in its place, and
    none says that it was asked.

    Not `NOT EXISTS (... NOT EXISTS ...)`, which PostgreSQL makes two joins of whose size it can't guess: with 20,000
    interviews it compared each with all.
    """
    notes = QuestionNote.objects.filter(
        item=OuterRef("item"),
        score__scorecard__interview=OuterRef("pk"),
        score__scorecard__status=ScorecardStatus.SUBMITTED,
        score__scorecard__deleted_at__isnull=True,
    )
    told = ScorecardItem.objects.filter(
        item=OuterRef("item"),
        scorecard__interview=OuterRef("pk"),
        scorecard__status=ScorecardStatus.SUBMITTED,
        scorecard__deleted_at__isnull=True,
    )
    as_it_stands = Q(asked=True, alternate=None)
    denied = Exists(notes.filter(asked=False)) | Exists(told.exclude(as_it_stands))
    return Q(denied & ~Exists(notes.filter(asked=True)) & ~Exists(told.filter(as_it_stands)))


def count_exposures(*, principal: Principal, questions: Collection[Question]) -> list[QuestionExposure]:
    """The exposure of each of the questions, in their order (2 statements for any number of them)."""
    ids = [question.pk for question in questions]
    asked: dict[uuid.UUID, dict[str, Any]] = {
        row.pop("question"): row
        for row in asked_interviews(principal=principal)
        .filter(question__in=ids)
        .values("question")
        .annotate(
            times_asked=Count("pk"),
            n_candidates=Count("application__candidate", distinct=True),
            last_asked_at=Max("asked_at"),
        )
    }
    planned = (
        PlanItem.objects.filter(question__in=ids, plan__deleted_at__isnull=True)
        .order_by()
        .values("question")
        .annotate(n_plans=Count("pk"))  # a plan holds a question once
    )
    n_plans = dict(planned.values_list("question", "n_plans"))
    never: dict[str, Any] = {"times_asked": 0, "n_candidates": 0, "last_asked_at": None}
    return [
        QuestionExposure(question=question, n_plans=n_plans.get(question.pk, 0), **asked.get(question.pk, never))
        for question in questions
    ]


def times_asked() -> QuerySet[Any]:
    """In how many interviews each question was asked: rows of `question` (its id) and `times`.

    Over all interviews, whoever asks (see `all_asked_interviews`); what was never asked has no row.
    """
    counted: QuerySet[Any] = all_asked_interviews().values("question").annotate(times=Count("pk"))
    return counted.values("question", "times")


def asked_at_least(*, principal: Principal, times: int) -> QuerySet[Any]:
    """The ids of the questions that were asked so many times or more."""
    counted: QuerySet[Any] = asked_interviews(principal=principal).values("question").annotate(times=Count("pk"))
    return counted.filter(times__gte=times).values("question")
