"""In which order a round asks."""

from collections.abc import Sequence

from interviews.domain.plans.problem.types import BankQuestion, Kind, Strength

# What was done, what is known, what one would do, what one can do.
KIND_ORDER = (Kind.BEHAVIOURAL, Kind.KNOWLEDGE, Kind.SITUATIONAL, Kind.EXERCISE)


def order_round(questions: Sequence[BankQuestion]) -> tuple[BankQuestion, ...]:
    """The round opens with its easiest question that is no exercise. Then competency by competency, the one that starts
    easiest first, so that a panel rates one before it turns to the next; inside, by kind, exercises last.
    """
    if not questions:
        return ()
    opener = min(questions, key=lambda each: (each.kind == Kind.EXERCISE, *_ease(each)))
    blocks: dict[str, list[BankQuestion]] = {}
    for each in questions:
        blocks.setdefault(_about(each), []).append(each)
    ordered = sorted(blocks.values(), key=lambda block: (opener not in block, min(map(_ease, block))))
    return tuple(
        each
        for block in ordered
        for each in sorted(block, key=lambda each: (each is not opener, KIND_ORDER.index(each.kind), *_ease(each)))
    )


def _ease(question: BankQuestion) -> tuple[int, int, str]:
    return question.difficulty, KIND_ORDER.index(question.kind), question.slug


def _about(question: BankQuestion) -> str:
    return min((slug for slug, how in question.shows if how == Strength.PRIMARY), default="")
