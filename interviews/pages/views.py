"""`/` and `/interviews/{id}`: the pages of interviewers."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.time_zones import zone_of
from interviews.kits.queries import build_kit
from interviews.pages.queries import list_managed_jobs, list_my_interviews
from interviews.pages.scorecard_form import ScorecardForm
from interviews.pages.shown import is_final, own_card_of, person_page, show_kit, show_submitted


def _principal(request: HttpRequest) -> Principal:
    person = request.user
    assert isinstance(person, Person)
    return person_principal(person)


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the person owes, what comes today and next, what is done; and for hiring managers their jobs."""
    person = request.user
    assert isinstance(person, Person)
    mine = list_my_interviews(person=person, now=timezone.now().astimezone(zone_of(person)))
    jobs = list_managed_jobs(person=person) if person.is_staff else ()
    return person_page(request, "home", {"mine": mine, "jobs": jobs})


@never_cache
@login_required
@require_safe
def interview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The kit of one round, and in it the person's own scorecard: a form until it is submitted."""
    principal = _principal(request)
    kit = build_kit(principal=principal, interview_id=pk)
    card = own_card_of(kit)
    if card is not None and is_final(card):
        context = show_kit(kit, card=card) | show_submitted(kit, card=card, principal=principal)
    else:
        form = None if kit.scorecard is None else ScorecardForm(None, kit=kit, card=card)
        context = show_kit(kit, card=card, form=form)
    return person_page(request, "interview", context)


@never_cache
@login_required
@require_safe
def print_kit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The kit for paper: everything open, nothing to click."""
    kit = build_kit(principal=_principal(request), interview_id=pk)
    return person_page(request, "print", show_kit(kit, card=own_card_of(kit)))
