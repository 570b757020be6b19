"""The scores inside a scorecard: what is written, what is wrong with it, what is missing before submission."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hiringkit.problems import Fault
from interviews.vocabulary import ScoreState


@dataclass(frozen=True, slots=True)
class NoteWrite:
    """What is noted on one item of the plan; `level` 1-5 only if it was asked."""

    item: uuid.UUID
    asked: bool = True
    level: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreWrite:
    """One competency of a scorecard as it is written; `level` 1-5 only when `state` is `rated`, which in a draft may
    still lack it.

    `questions` None leaves the notes that are there, a list replaces them.
    """

    competency: str
    state: str
    level: int | None = None
    evidence: str = ""
    reason: str = ""
    questions: tuple[NoteWrite, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemWrite:
    """What became of one item of the round: asked as it stands, skipped (`asked` false), or the question `alternate`
    asked in its place.
    """

    item: uuid.UUID
    asked: bool = True
    alternate: uuid.UUID | None = None
    reason: str = ""
    note: str = ""


class Ground(Protocol):
    """What scores of an interview are checked against: the plan's profile by slug, the round's items with their place
    and with the questions that may be asked in theirs, the slugs of the competencies that the round must cover.
    """

    @property
    def profile(self) -> Mapping[str, object]: ...
    @property
    def items(self) -> Mapping[uuid.UUID, int]: ...
    @property
    def alternates(self) -> Mapping[uuid.UUID, Collection[uuid.UUID]]: ...
    @property
    def focus(self) -> Sequence[str]: ...


def check_scores(*, ground: Ground, scores: Sequence[ScoreWrite]) -> list[Fault]:
    """Everything wrong with the scores themselves: unknown, repeated or misplaced; a missing level, or missing
    evidence, is a draft's right.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    for index, score in enumerate(scores):
        place = f"/scores/{index}"
        if score.competency not in ground.profile:
            detail = f"`{score.competency}` is not in the plan's profile."
            faults.append(Fault("competency_not_in_plan", f"{place}/competency", detail))
        if score.competency in seen:
            faults.append(Fault("competency_repeated", f"{place}/competency", f"`{score.competency}` is scored twice."))
        seen.add(score.competency)
        if score.level is not None and score.state != ScoreState.RATED:
            faults.append(Fault("level_without_rating", f"{place}/level", "Only a rated competency has a level."))
        if score.questions:
            faults += _note_faults(ground, score.questions, f"{place}/questions")
    return faults


def check_items(*, ground: Ground, items: Sequence[ItemWrite]) -> list[Fault]:
    """Everything wrong with what is said of the round's items; a missing reason is a draft's right."""
    faults: list[Fault] = []
    seen: set[uuid.UUID] = set()
    for index, each in enumerate(items):
        place = f"/items/{index}"
        if each.item not in ground.items:
            faults.append(Fault("item_not_in_round", f"{place}/item", "The interview's round has no such item."))
        elif each.alternate is not None and each.alternate not in ground.alternates.get(each.item, ()):
            detail = "That question is no alternate of the item."
            faults.append(Fault("alternate_not_offered", f"{place}/alternate", detail))
        if each.alternate is not None and not each.asked:
            detail = "An item whose alternate was asked is `asked`."
            faults.append(Fault("alternate_without_asking", f"{place}/alternate", detail))
        if each.item in seen:
            faults.append(Fault("item_repeated", f"{place}/item", "An item is told of twice."))
        seen.add(each.item)
    return faults


def _note_faults(ground: Ground, notes: Sequence[NoteWrite], place: str) -> Iterator[Fault]:
    for position, note in enumerate(notes):
        if note.item not in ground.items:
            yield Fault("item_not_in_round", f"{place}/{position}/item", "The interview's round has no such item.")
        if note.level is not None and not note.asked:
            detail = "A question that was not asked has no level."
            yield Fault("level_without_asking", f"{place}/{position}/level", detail)
    if len({note.item for note in notes}) < len(notes):
        yield Fault("item_repeated", place, "An item is noted twice.")


class Written(Protocol):
    """A score as it stands, in the database or in what was sent."""

    @property
    def state(self) -> str: ...
    @property
    def level(self) -> int | None: ...
    @property
    def evidence(self) -> str: ...
    @property
    def reason(self) -> str: ...


class WrittenItem(Protocol):
    """What is told of an item of the round, in the database or in what was sent."""

    @property
    def item_id(self) -> uuid.UUID: ...
    @property
    def asked(self) -> bool: ...
    @property
    def alternate(self) -> uuid.UUID | None: ...
    @property
    def reason(self) -> str: ...


def gaps_before_submission(
    *,
    ground: Ground,
    recommendation: str | None,
    scores: Mapping[str, Written],
    items: Sequence[WrittenItem] = (),
    sent: Sequence[ScoreWrite] | None = None,
    sent_items: Sequence[ItemWrite] | None = None,
) -> list[Fault]:
    """What a draft still lacks: the recommendation, a score for each competency of the round's focus, a level and
    evidence for every rating, a reason for everything not rated and for every item that was not asked as it stands.

    `scores` are all of the scorecard's, by competency, and `items` what is told of the round's. Places point into
    `sent` and `sent_items`, those of the submitting call, or into the scorecard as it is read where the call sent none.
    """
    gaps = []
    if recommendation is None:
        detail = "Say what you recommend; `no_decision` is an answer."
        gaps.append(Fault("recommendation_missing", "/overall_recommendation", detail))
    listed = sorted(scores) if sent is None else [score.competency for score in sent]
    places = {slug: f"/scores/{index}" for index, slug in enumerate(listed)}
    for slug in ground.focus:
        if slug not in scores:
            detail = f"`{slug}` is in this round's focus: rate it, or say why it was not assessed."
            gaps.append(Fault("score_missing", "/scores", detail))
    for slug, score in sorted(scores.items()):
        if score.state == ScoreState.RATED and score.level is None:
            pointer = f"{places[slug]}/level" if slug in places else "/scores"
            gaps.append(Fault("level_missing", pointer, f"`{slug}` needs a level from 1 to 5."))
        if score.state == ScoreState.RATED and not score.evidence.strip():
            pointer = f"{places[slug]}/evidence" if slug in places else "/scores"
            gaps.append(Fault("evidence_missing", pointer, f"`{slug}` is rated without evidence."))
        if score.state != ScoreState.RATED and not score.reason.strip():
            pointer = f"{places[slug]}/reason" if slug in places else "/scores"
            gaps.append(Fault("reason_missing", pointer, f"Say why `{slug}` was not rated."))
    told = [each.item_id for each in items] if sent_items is None else [each.item for each in sent_items]
    for each in items:
        if (not each.asked or each.alternate is not None) and not each.reason.strip():
            pointer = f"/items/{told.index(each.item_id)}/reason" if each.item_id in told else "/items"
            place = ground.items[each.item_id] + 1
            gaps.append(Fault("item_reason_missing", pointer, f"Say why question {place} was not asked as it stands."))
    return gaps
