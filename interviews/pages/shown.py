"""What the templates of an interview's pages show: the kit, the form in it, or what is submitted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hiringkit.api.pages import page
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.time_zones import zone_of
from interviews.kits.kit import Kit
from interviews.kits.shown import show_questions
from interviews.pages.queries import list_earlier, panel_of
from interviews.pages.scorecard_form import ScorecardForm, chosen_in_words, version_of
from interviews.scores.card import Card
from interviews.scores.held import read_scorecard
from interviews.summaries.words import recommendation_in_words
from interviews.vocabulary import Recommendation, ScorecardStatus
from roles.vocabulary import SCALE_RULE


def person_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page with its times in the person's time zone."""
    person = request.user
    zone = zone_of(person if isinstance(person, Person) else None)
    with timezone.override(zone):
        return page(request, template, {**context, "zone": zone.key}, status=status)


def own_card_of(kit: Kit) -> Card | None:
    """The caller's own current scorecard of the kit's interview (1 statement, or none)."""
    return None if kit.scorecard is None or kit.scorecard.id is None else read_scorecard(scorecard_id=kit.scorecard.id)


def show_kit(kit: Kit, *, card: Card | None = None, form: ScorecardForm | None = None) -> dict[str, Any]:
    """The kit; with a form what is typed or stored, without one what the card says."""
    items = {} if card is None else {item.item_id: item for item in card.items}
    told = {} if form is None else form.told()
    rows = [
        row | {"told": items.get(row["question"].pk), "form": told.get(row["kit"].number)}
        for row in show_questions(kit)
    ]
    scored = {} if form is None else form.scored()
    areas = [(area, [(row, scored.get(row.competency.slug)) for row in area.competencies]) for area in kit.areas]
    return {
        "kit": kit,
        "rows": rows,
        "areas": areas,
        "form": form,
        "version": version_of(card),
        "others": [seat.person for seat in kit.panel if not seat.here],
        "scale_rule": SCALE_RULE,
    }


def show_submitted(kit: Kit, *, card: Card, principal: Principal) -> dict[str, Any]:
    """What the caller has submitted, what it said before, and what of the panel they may know now."""
    numbers = {each.item.pk: each.number for each in kit.items}
    said = [
        {
            "score": score,
            "chosen": chosen_in_words(score),
            "heard": [numbers[note.item_id] for note in score.questions if note.asked],
        }
        for score in card.scores
    ]
    earlier = list_earlier(card=card) if card.supersedes_id is not None else ()
    panel = panel_of(principal=principal, application=kit.application)
    recommended = recommendation_in_words(card.overall_recommendation or Recommendation.NO_DECISION)
    return {"card": card, "said": said, "recommended": recommended, "earlier": earlier, "panel": panel}


def is_final(card: Card | None) -> bool:
    return card is not None and card.status == ScorecardStatus.SUBMITTED
