"""`/interviews/{id}/scorecard`: the person's own scorecard as a form."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hiringkit.api.pages import page
from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.problems import Problem, not_found
from interviews.kits.queries import build_kit
from interviews.pages.scorecard_form import ScorecardForm, version_of
from interviews.pages.services import ChangedMeanwhile, own_card, save_draft, submit_draft
from interviews.scores.card import Card
from interviews.vocabulary import ScorecardStatus
from roles.vocabulary import SCALE_RULE


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write one's own scorecard: kept as a draft as often as one likes, submitted once. What is submitted is final."""
    person = request.user
    assert isinstance(person, Person)
    principal = person_principal(person)
    kit = build_kit(principal=principal, interview_id=pk)
    if kit.scorecard is None:
        raise not_found()
    kit_page = f"{reverse('interview-page', args=[pk])}#scorecard"
    if kit.scorecard.status == ScorecardStatus.SUBMITTED:
        return HttpResponseRedirect(kit_page)
    card = own_card(principal=principal, interview_id=pk)
    meanwhile: Card | None = None
    status = 200
    form = ScorecardForm(request.POST if request.method == "POST" else None, kit=kit, card=card)
    if form.is_bound and form.is_valid():
        try:
            card = save_draft(
                principal=principal,
                interview_id=pk,
                seen=form.cleaned_data["version"],
                recommendation=form.recommendation,
                scores=form.scores(),
            )
            if "submit" in request.POST:
                submit_draft(principal=principal, card=card)
        except ChangedMeanwhile as changed:
            card = meanwhile = changed.card
            form.add_error(
                None, _("Your draft was changed elsewhere since you opened this page. Compare, then save again.")
            )
            status = 409
        except Problem as problem:  # what was typed is kept where it could be, and stays on the page
            form.tell(problem)
            status = problem.status
        else:
            submitted = "submit" in request.POST
            messages.success(request, _("Your scorecard is submitted.") if submitted else _("Your draft is kept."))
            return HttpResponseRedirect(kit_page if submitted else reverse("scorecard-page", args=[pk]))
    elif form.is_bound:
        status = 422
    context: dict[str, Any] = {
        "kit": kit,
        "form": form,
        "rows": list(form.shown_rows(meanwhile=meanwhile)),
        "version": version_of(card),
        "scale_rule": SCALE_RULE,
        "meanwhile": meanwhile,
    }
    return page(request, "scorecard", context, status=status)
