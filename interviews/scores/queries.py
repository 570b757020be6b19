"""Reads of scorecards, and of who owes them, as far as reach and the rule of blindness let the caller see."""

import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from interviews.access.blindness import blind_on, excusers, owing, visible_seats, visible_to
from interviews.access.reach import reached
from interviews.models import Panelist, Scorecard, ScorecardItem
from interviews.vocabulary import ScorecardStatus

NEVER = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)  # where drafts stand in the order of submission


_ITEMS = Prefetch("items", ScorecardItem.objects.order_by("item__position", "item_id"))


def list_scorecards(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """Visible scorecards with all that their shape shows (5 statements for any number of rows)."""
    return (
        visible_to(principal=principal, include_deleted=include_deleted)
        .annotate(submitted=Coalesce("submitted_at", Value(NEVER)))
        .select_related("interview__round", "interviewer", "written_by_key", "superseded_by")
        .prefetch_related("scores__competency__area", "scores__questions", _ITEMS)
    )


def list_hidden_owed(*, principal: Principal) -> QuerySet[Panelist]:
    """What others owe where the principal, a recruiter, is blind and nobody else could excuse them: to be counted.

    How many it is falls when a colleague submits. It is told only where chasing and excusing would be nobody's
    otherwise; whose they are is not.
    """
    person = principal.person
    if person is None or not principal.in_group(GroupName.RECRUITER):
        return Panelist.objects.none()
    application = "interview__application_id"
    seats = visible_seats(principal=principal).exclude(person=person)
    alone = ~Exists(excusers(application=OuterRef(OuterRef(application))))
    blind = blind_on(principal=principal, application=application)
    return seats.filter(blind, alone, owing(seat=OuterRef("pk")))


def list_owed(*, principal: Principal) -> QuerySet[Panelist]:
    """What the principal owes and, where they reach and are not blind, what others owe; with `since` and own `draft`.

    Who is blind is not told of others: that a colleague is no longer listed would say that they have submitted.
    """
    in_reach = reached(principal=principal, application="interview__application")  # so are one's own, by the seat
    told = ~Q(blind_on(principal=principal, application="interview__application_id"))
    drafts = Scorecard.objects.filter(
        interview=OuterRef("interview_id"), interviewer=OuterRef("person_id"), status=ScorecardStatus.DRAFT
    )
    if principal.person is not None:
        told |= Q(person=principal.person)
        drafts = drafts.filter(interviewer=principal.person)
    else:
        drafts = drafts.filter(written_by_key=principal.key)
    return (
        Panelist.objects.filter(in_reach, told, owing(seat=OuterRef("pk")))
        .annotate(
            since=Greatest("interview__scheduled_at", "added_at"),  # of a null and a time PostgreSQL takes the time
            draft=Subquery(drafts.values("pk")[:1]),
        )
        .select_related(
            "person", "interview__round", "interview__application__candidate", "interview__application__job"
        )
    )
