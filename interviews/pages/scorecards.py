"""`/interviews/{id}/scorecard`: what the form in the kit's page posts, and `/amend`: what is submitted, changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.problems import Problem, not_found
from interviews.kits.queries import build_kit
from interviews.pages.scorecard_form import AmendForm, ScorecardForm, version_of
from interviews.pages.services import ChangedMeanwhile, amend, save_draft, submit_draft
from interviews.pages.shown import is_final, own_card_of, person_page, show_kit


def _place(pk: uuid.UUID) -> str:
    return f"{reverse('interview-page', args=[pk])}#scorecard"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write one's own scorecard: kept as a draft as often as one likes, submitted once. What is submitted is final.

    It is read in the kit's page, which is shown again with what was typed where something is wrong.
    """
    if request.method != "POST":
        return HttpResponseRedirect(_place(pk))
    person = request.user
    assert isinstance(person, Person)
    principal = person_principal(person)
    kit = build_kit(principal=principal, interview_id=pk)
    if kit.scorecard is None:
        raise not_found()
    card = own_card_of(kit)
    if is_final(card):
        return HttpResponseRedirect(_place(pk))
    form, status = ScorecardForm(request.POST, kit=kit, card=card), 422
    if form.is_valid():
        try:
            card = form.card = save_draft(
                principal=principal,
                interview_id=pk,
                seen=form.cleaned_data["version"],
                recommendation=form.recommendation,
                scores=form.scores(),
                items=form.told_items(),
            )
            if "submit" in request.POST:
                submit_draft(principal=principal, card=card)
        except ChangedMeanwhile as changed:
            card, status = changed.card, 409
            form.show_meanwhile(card)
            form.add_error(
                None, _("Your draft was changed elsewhere since you opened this page. Compare, then save again.")
            )
        except Problem as problem:  # what was typed is kept where it could be, and stays on the page
            form.tell(problem)
            status = problem.status
        else:
            submitted = "submit" in request.POST
            messages.success(request, _("Your scorecard is submitted.") if submitted else _("Your draft is kept."))
            return HttpResponseRedirect(_place(pk))
    return person_page(request, "interview", show_kit(kit, card=card, form=form), status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend_scorecard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change what is submitted, with a reason: a new revision takes its place, and the old one stays readable."""
    person = request.user
    assert isinstance(person, Person)
    principal = person_principal(person)
    kit = build_kit(principal=principal, interview_id=pk)
    card = own_card_of(kit)
    if card is None:
        raise not_found()
    if not is_final(card):
        return HttpResponseRedirect(_place(pk))
    form = AmendForm(request.POST if request.method == "POST" else None, kit=kit, card=card)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            amend(
                principal=principal,
                card=card,
                seen=form.cleaned_data["version"],
                reason=form.cleaned_data["amendment"],
                recommendation=form.recommendation,
                scores=form.scores(),
                items=form.told_items(),
            )
        except ChangedMeanwhile as changed:
            card, status = changed.card, 409
            form.show_meanwhile(card)
            form.add_error(None, _("It was amended elsewhere since you opened this page. Compare, then amend again."))
        except Problem as problem:
            form.tell(problem)
            status = problem.status
        else:
            messages.success(request, _("Your scorecard is amended."))
            return HttpResponseRedirect(_place(pk))
    elif form.is_bound:
        status = 422
    context: dict[str, Any] = show_kit(kit, card=card, form=form) | {"version": version_of(card)}
    return person_page(request, "amend", context, status=status)
