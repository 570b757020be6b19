"""The derived status of an interview, as an SQL expression so that lists can be filtered by what they show."""

from django.db.models import Case, CharField, Expression, OuterRef, Q, Value, When
from django.db.models.functions import Now

from hiringkit.people.principals import Principal
from interviews.access.blindness import blind_on, owing
from interviews.vocabulary import InterviewStatus


def interview_status(*, principal: Principal) -> Expression:
    """`cancelled`, `complete` (every panelist has submitted or is excused), `scheduled` (its time is to come) or
    `awaiting_feedback`.

    Whoever is blind on the application is never told `complete`: that a colleague has submitted is itself hidden.
    """
    feedback_is_missing = owing(interview=OuterRef("pk"))
    caller_is_blind = blind_on(principal=principal, application="application_id")
    return Case(
        When(cancelled_at__isnull=False, then=Value(InterviewStatus.CANCELLED)),
        When(~feedback_is_missing & ~caller_is_blind, then=Value(InterviewStatus.COMPLETE)),
        When(Q(scheduled_at__gt=Now()), then=Value(InterviewStatus.SCHEDULED)),
        default=Value(InterviewStatus.AWAITING_FEEDBACK),
        output_field=CharField(),
    )
