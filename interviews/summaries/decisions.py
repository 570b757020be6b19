"""What a person decides on an application. Nothing here is decided automatically: a score only ever informs."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, conflict, forbidden, invalid
from hiringkit.rows.tracked import write_changes
from interviews.access.blindness import require_sight
from interviews.hiring.locks import lock_application
from interviews.models import Application, Decision, Scorecard
from interviews.vocabulary import STATUS_AFTER, ApplicationStatus, DecisionOutcome, Recommendation, ScorecardStatus

DECIDERS = "A recruiter or one of the job's hiring managers decides."


@transaction.atomic
def record_decision(
    *,
    principal: Principal,
    application: Application,
    outcome: str,
    rationale: str,
    decided_by: Person | None = None,
    supersedes: uuid.UUID | None = None,
    reason: str = "",
) -> Decision:
    """Record what a person decided; `hire` and `reject` set the application's status.

    A person decides for themselves, as recruiter or as the job's hiring manager; an integration names who decided, one
    of the same. What was recorded wrongly is corrected by a decision that `supersedes` the latest, for a `reason`: also
    where that one has set the application's status.

    Raises 403 `not_your_decision`, `not_the_hiring_manager`; 409 `still_blind`, `application_not_active`,
    `already_decided` (the very same again), `decision_superseded` (another came after it); 422 where an integration
    names nobody (`required`) or somebody who may not decide (`not_a_decider`), for a decision that is not this
    application's (`not_found`), and where one of `supersedes` and `reason` is left out (`required`).
    """
    _check_correction(supersedes, reason)
    person = _decider(principal, application, decided_by)
    locked = lock_application(application_id=application.pk)
    require_sight(
        principal=person_principal(person),
        application=locked,
        detail=f"{person} owes a scorecard of this application; decisions come after it.",
    )
    latest = locked.decision
    corrected = None if supersedes is None else _latest(locked, supersedes)
    open_for_it = {ApplicationStatus.ACTIVE, _status_after(latest.outcome) if latest and corrected else None}
    if locked.status not in open_for_it:
        detail = f"The application is {locked.status}; set its status back to active to decide anew."
        raise conflict("application_not_active", detail)
    if latest and (latest.outcome, latest.rationale, latest.decided_by_id) == (outcome, rationale, person.pk):
        raise conflict("already_decided", "This very decision is the latest one already.")
    decision = Decision.objects.create(
        application=locked,
        outcome=outcome,
        rationale=rationale,
        decided_by=person,
        recorded_by_key=principal.key,
        decided_at=timezone.now(),
        against_panel=goes_against_panel(outcome=outcome, application=locked),
        supersedes=corrected,
        correction_reason=reason,
    )
    write_changes(locked, {"decision": decision, "status": _status_after(outcome)})
    return decision


def _status_after(outcome: str) -> ApplicationStatus:
    return STATUS_AFTER.get(DecisionOutcome(outcome), ApplicationStatus.ACTIVE)


def _check_correction(supersedes: uuid.UUID | None, reason: str) -> None:
    if supersedes is not None and not reason:
        raise invalid([Fault("required", "/reason", "Say why the earlier decision is corrected.")])
    if supersedes is None and reason:
        raise invalid([Fault("required", "/supersedes", "Name the decision that is corrected for this reason.")])


def _latest(application: Application, supersedes: uuid.UUID) -> Decision:
    """The decision of this key, if it is the latest."""
    found = application.decisions.filter(key=supersedes).first()
    if found is None:
        raise invalid([Fault("not_found", "/supersedes", "The application has no such decision.")])
    if found.pk != application.decision_id:
        raise conflict("decision_superseded", "Another decision came after it; the latest is what can be corrected.")
    return found


def _decider(principal: Principal, application: Application, named: Person | None) -> Person:
    if principal.person is None:
        if named is None:
            raise invalid([Fault("required", "/decided_by", "An integration must name who decided.")])
        if not _may_decide(person_principal(named), application):
            raise invalid([Fault("not_a_decider", "/decided_by", DECIDERS)])
        return named
    if named is not None and named.pk != principal.person.pk:
        raise forbidden("not_your_decision", "Only who decided, or an integration for them, records a decision.")
    if not _may_decide(principal, application):
        raise forbidden("not_the_hiring_manager", DECIDERS)
    return principal.person


def _may_decide(principal: Principal, application: Application) -> bool:
    managers = application.job.hiring_managers
    return principal.in_group(GroupName.RECRUITER) or managers.filter(pk=principal.required_person().pk).exists()


def may_decide(*, principal: Principal, application: Application) -> bool:
    """Whether they are one of those who decide; what an integration records is another's decision."""
    return principal.person is not None and _may_decide(principal, application)


def outcomes_against_panel(*, recommendations: Collection[str]) -> set[DecisionOutcome]:
    """The outcomes that would go against a panel which recommends this."""
    lead = _lead(Counter(recommendations))
    return {outcome for outcome in DecisionOutcome if _goes_against(outcome, lead)}


def goes_against_panel(*, outcome: str, application: Application) -> bool:
    """Whether more current submitted scorecards recommend the opposite: `hire` and `advance` against a majority of no,
    `reject` against a majority of yes. `hold` and a tie go against nobody; `no_decision` counts on neither side.
    """
    rows = Scorecard.objects.filter(application=application, status=ScorecardStatus.SUBMITTED)
    return _goes_against(outcome, _lead(Counter(rows.values_list("overall_recommendation", flat=True))))


def _lead(counts: Mapping[Any, int]) -> int:
    """By how many more recommend yes than no."""
    return sum(counts.get(each, 0) for each in (Recommendation.YES, Recommendation.STRONG_YES)) - sum(
        counts.get(each, 0) for each in (Recommendation.NO, Recommendation.STRONG_NO)
    )


def _goes_against(outcome: str, lead: int) -> bool:
    if outcome in (DecisionOutcome.HIRE, DecisionOutcome.ADVANCE):
        return lead < 0
    return outcome == DecisionOutcome.REJECT and lead > 0
