"""The kit of an interview, as far as the caller may know of it."""

import uuid

from django.db.models import QuerySet

from hiringkit.people.principals import Principal
from hiringkit.problems import not_found
from interviews.hiring.queries import list_interviews
from interviews.kits.kit import Kit, KitArea, KitItem, KitScorecard, KitSeat, KitSheet, RoundKit, lay_out_time
from interviews.models import Interview, PlanCompetency, PlanItem, PlanRound, Scorecard
from interviews.vocabulary import ScorecardStatus
from roles.models import GuidePage

GUIDES = ("opening", "interviewer", "closing")


def build_kit(*, principal: Principal, interview_id: uuid.UUID) -> Kit:
    """The kit of an interview that the principal may know of, or 404.

    Six statements for any number of rows: the interview with all it belongs to, who sits on it, the round's items, its
    competencies, the guides, and whether there is a scorecard of the caller's.
    """
    interview = _interviews(principal).filter(pk=interview_id).first()
    if interview is None:
        raise not_found()
    application, of_round = interview.application, build_round_kit(round=interview.round)
    return Kit(
        interview=interview,
        status=str(vars(interview)["status"]),  # the annotation of `list_interviews`
        application=application,
        candidate=application.candidate,
        job=application.job,
        role=interview.round.plan.role,
        round=of_round.round,
        time_plan=of_round.time_plan,
        items=of_round.items,
        areas=of_round.areas,
        guides=of_round.guides,
        panel=tuple(KitSeat(seat.person, seat.person == principal.person) for seat in interview.panel.all()),
        sheets=tuple(
            KitSheet(each.item.pk, each.number, f"Sheet {each.number}", each.item.sheet)
            for each in of_round.items
            if each.item.sheet
        ),
        scorecard=_own_scorecard(principal, interview),
    )


def build_round_kit(*, round: PlanRound) -> RoundKit:
    """What the plan says of the round (3 statements)."""
    items = list(PlanItem.objects.filter(round=round).order_by("position", "pk"))
    time_plan = lay_out_time(minutes=round.minutes, of_items=[item.minutes for item in items])
    numbered = tuple(
        KitItem(number, item, start)
        for number, (item, start) in enumerate(zip(items, time_plan.starts, strict=True), 1)
    )
    return RoundKit(round=round, time_plan=time_plan, items=numbered, areas=_areas(round), guides=_guides())


def _interviews(principal: Principal) -> QuerySet[Interview]:
    return list_interviews(principal=principal).select_related(
        "round__plan__role", "application__candidate", "application__job"
    )


def _areas(round: PlanRound) -> tuple[KitArea, ...]:
    """What the round scores, area by area, both in the order of its focus."""
    rows = PlanCompetency.objects.filter(plan=round.plan_id, competency__slug__in=round.focus)
    by_slug = {row.competency.slug: row for row in rows.select_related("competency__area")}
    grouped: dict[str, list[PlanCompetency]] = {}
    for slug in round.focus:
        if slug in by_slug:
            grouped.setdefault(by_slug[slug].competency.area.slug, []).append(by_slug[slug])
    return tuple(KitArea(slug, rows[0].competency.area.name, tuple(rows)) for slug, rows in grouped.items())


def _guides() -> dict[str, tuple[GuidePage, ...]]:
    pages = list(
        GuidePage.objects.filter(guide__slug__in=GUIDES, guide__deleted_at__isnull=True).select_related("guide")
    )
    return {slug: tuple(page for page in pages if page.guide.slug == slug) for slug in GUIDES}


def _own_scorecard(principal: Principal, interview: Interview) -> KitScorecard | None:
    """The caller's current one; where they sit on the panel and have none, that there is none yet."""
    if principal.person is None:
        return None
    current = Scorecard.objects.filter(interview=interview, interviewer=principal.person).exclude(
        status=ScorecardStatus.SUPERSEDED
    )
    card = current.only("id", "status").first()
    if card is not None:
        return KitScorecard(card.pk, card.status)
    seated = any(seat.person_id == principal.person.pk for seat in interview.panel.all())
    return KitScorecard(None, None) if seated and interview.cancelled_at is None else None
