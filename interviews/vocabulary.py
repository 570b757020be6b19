"""The closed vocabularies of interviewing. Every member is a string in the database and in JSON."""

from django.db.models import TextChoices


class PlanStatus(TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Depth(TextChoices):
    """Whether an assembled plan rather asks about all competencies once or about fewer of them well."""

    BROAD = "broad"
    BALANCED = "balanced"
    DEEP = "deep"


class JobStatus(TextChoices):
    OPEN = "open"
    CLOSED = "closed"


class Blindness(TextChoices):
    """When a panelist of a job's applications may see the scores of others."""

    UNTIL_OWN_SUBMISSION = "until_own_submission"
    UNTIL_PANEL_COMPLETE = "until_panel_complete"
    NEVER = "never"


class ApplicationStatus(TextChoices):
    ACTIVE = "active"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class InterviewStatus(TextChoices):
    """Derived, never written: from the time, the cancellation and the panel's scorecards."""

    SCHEDULED = "scheduled"
    AWAITING_FEEDBACK = "awaiting_feedback"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class ScorecardStatus(TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPERSEDED = "superseded"


class ScoreState(TextChoices):
    RATED = "rated"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"


class Recommendation(TextChoices):
    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"
    NO_DECISION = "no_decision"


class DecisionOutcome(TextChoices):
    ADVANCE = "advance"
    HIRE = "hire"
    REJECT = "reject"
    HOLD = "hold"


# What a decision makes of the application's status; after the others it is active.
STATUS_AFTER = {DecisionOutcome.HIRE: ApplicationStatus.HIRED, DecisionOutcome.REJECT: ApplicationStatus.REJECTED}
