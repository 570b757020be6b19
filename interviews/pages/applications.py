"""`/applications/{id}`: the summary as a page, and the decision beside it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hiringkit.api.pages import page
from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.problems import Problem
from interviews.hiring.queries import list_applications
from interviews.pages.decision_form import DecisionForm
from interviews.summaries.decisions import may_decide, record_decision
from interviews.summaries.exports import NAMES
from interviews.summaries.formats.debrief import debrief_data, read_anchors
from interviews.summaries.queries import build_summary
from roles.queries import competency_names


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything known of an application, for those who may see it, and who of them decide decide here."""
    person = request.user
    assert isinstance(person, Person)
    principal = person_principal(person)
    summary = build_summary(principal=principal, application_id=pk)
    found = get_object_or_404(list_applications(principal=principal), pk=pk)
    form, status = None, 200
    if may_decide(principal=principal, application=found):
        form = DecisionForm(request.POST if request.method == "POST" else None, summary=summary)
        if form.is_bound and form.is_valid():
            try:
                record_decision(
                    principal=principal,
                    application=found,
                    outcome=form.cleaned_data["outcome"],
                    rationale=form.cleaned_data["rationale"],
                    supersedes=form.supersedes,
                    reason=form.cleaned_data.get("reason", ""),
                )
            except Problem as problem:  # what was typed stays
                form.add_error(None, " ".join([problem.text, *(fault.detail for fault in problem.faults)]))
                status = problem.status
            else:
                messages.success(request, _("The decision is recorded."))
                return HttpResponseRedirect(reverse("application-page", args=[pk]))
        elif form.is_bound:
            status = 422
    shown = debrief_data(summary, anchors=read_anchors(summary), names=competency_names())
    context: dict[str, Any] = {"d": shown, "application": found, "form": form, "exports": NAMES}
    return page(request, "application", context, status=status)
