"""The closed vocabularies of the library. Every member is a string in the database, in JSON and in YAML."""

from django.db.models import TextChoices

SCALE_RULE = (
    "Give the level of which most was shown and below which nothing is missing.",
    "What comes after a probe counts in full, unless the probe gave it away.",
    "Who had no such occasion is not assessed, and asked an alternate; it is never held against them.",
)
"""How the anchors of a competency are read; it stands beside every set of them."""


class Seniority(TextChoices):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class QuestionKind(TextChoices):
    KNOWLEDGE = "knowledge"
    SITUATIONAL = "situational"
    BEHAVIOURAL = "behavioural"
    EXERCISE = "exercise"


class QuestionStatus(TextChoices):
    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class SourceKind(TextChoices):
    """Where a text's facts come from: a seed document (then with its file and place) or our own work."""

    SEED = "seed"
    OWN = "own"


class Strength(TextChoices):
    """How directly an answer shows a competency."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class ActivityKind(TextChoices):
    """Whether roles share an activity or one of them owns it."""

    OVERLAPPING = "overlapping"
    EXCLUSIVE = "exclusive"


class Involvement(TextChoices):
    PRIMARY = "primary"
    SHARED = "shared"
    SUPPORTING = "supporting"
    NONE = "none"


class CodeSystem(TextChoices):
    ESCO = "esco"
    ONET = "onet"


class CodeMatch(TextChoices):
    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    RELATED = "related"
