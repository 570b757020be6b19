"""What must hold before a scorecard is written: whose it is, in which state, and what its scores say."""

from collections.abc import Sequence

from hiringkit.people.principals import Principal
from hiringkit.problems import Fault, Problem, conflict, forbidden, invalid
from interviews.scores.card import Card, HeldInterview
from interviews.scores.records import ItemWrite, ScoreWrite, check_items, check_scores, gaps_before_submission
from interviews.vocabulary import ScorecardStatus


def require_author(*, principal: Principal, card: Card) -> None:
    """403 `not_your_scorecard` unless the principal wrote it, or may write for its interviewer as an integration."""
    own = principal.person is not None and card.interviewer.id == principal.person.pk
    if not own and not principal.is_integration:
        raise forbidden("not_your_scorecard", "Only its interviewer, or an integration for them, changes a scorecard.")


def require_remote_id_allowed(*, principal: Principal, remote_id: str | None) -> None:
    """422 `for_integrations` where a person names one: an ATS's ids are its own to give, and that another scorecard has
    one would tell the blind of it.
    """
    if remote_id is not None and not principal.is_integration:
        raise invalid([Fault("for_integrations", "/remote_id", "Only an integration names the ATS's id.")])


def require_draft(*, card: Card) -> None:
    """409 `scorecard_final` once it is submitted."""
    if card.status != ScorecardStatus.DRAFT:
        raise conflict("scorecard_final", f"The scorecard is {card.status}; a change is an amendment.")


def require_submitted(*, card: Card) -> None:
    """409 `scorecard_not_submitted` for a draft, `scorecard_superseded` for what was amended already."""
    if card.status == ScorecardStatus.DRAFT:
        raise conflict("scorecard_not_submitted", "A draft is edited; only what is submitted is amended.")
    if card.status == ScorecardStatus.SUPERSEDED:
        raise conflict(
            "scorecard_superseded", "The scorecard has been amended since; amend the one that took its place."
        )


def require_sound(interview: HeldInterview, scores: Sequence[ScoreWrite], items: Sequence[ItemWrite]) -> None:
    """422 with every fault of what is sent, by itself."""
    faults = [*check_scores(ground=interview, scores=scores), *check_items(ground=interview, items=items)]
    if faults:
        raise invalid(faults)


def require_consistent(card: Card, scores: Sequence[ScoreWrite], items: Sequence[ItemWrite]) -> None:
    """422 `skipped_but_rated` where an item that was skipped has a level, with its place in what was sent."""
    skipped = {item.item_id for item in card.items if not item.asked}
    rated = {note.item_id for score in card.scores for note in score.questions if note.level is not None}
    places = {
        note.item: f"/scores/{index}/questions/{place}/level"
        for index, score in enumerate(scores)
        for place, note in enumerate(score.questions or ())
    } | {item.item: f"/items/{index}/asked" for index, item in enumerate(items)}
    faults = [
        Fault("skipped_but_rated", places.get(item, "/items"), "A question that was skipped has no level.")
        for item in sorted(skipped & rated, key=card.interview.items.__getitem__)
    ]
    if faults:
        raise invalid(faults)


def require_complete(card: Card, sent: Sequence[ScoreWrite] | None, items: Sequence[ItemWrite] | None) -> None:
    gaps = gaps_before_submission(
        ground=card.interview,
        recommendation=card.overall_recommendation,
        scores={score.competency.slug: score for score in card.scores},
        items=card.items,
        sent=sent,
        sent_items=items,
    )
    if gaps:
        raise Problem(422, "scorecard_incomplete", "The scorecard can't be submitted yet.", gaps)
