"""`/` and `/interviews/{id}`: the pages of interviewers."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hiringkit.api.pages import page
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.time_zones import zone_of
from hiringkit.problems import not_found
from interviews.kits.kit import Kit
from interviews.kits.queries import build_kit
from interviews.pages.forms import ItemForm
from interviews.pages.queries import list_managed_jobs, list_my_interviews, own_items
from interviews.pages.services import tell_item as record_item
from interviews.vocabulary import ScorecardStatus
from roles.vocabulary import SCALE_RULE


def _principal(request: HttpRequest) -> Principal:
    person = request.user
    assert isinstance(person, Person)
    return person_principal(person)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page with its times in the person's time zone."""
    person = request.user
    zone = zone_of(person if isinstance(person, Person) else None)
    with timezone.override(zone):
        return page(request, template, {**context, "zone": zone.key}, status=status)


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the person owes, what comes today and next, what is done; and for hiring managers their jobs."""
    person = request.user
    assert isinstance(person, Person)
    mine = list_my_interviews(person=person, now=timezone.now().astimezone(zone_of(person)))
    jobs = list_managed_jobs(person=person) if person.is_staff else ()
    return _page(request, "home", {"mine": mine, "jobs": jobs})


@never_cache
@login_required
@require_safe
def interview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The kit of one round, with what became of each question in the room."""
    kit = build_kit(principal=_principal(request), interview_id=pk)
    return _page(request, "interview", _shown(kit))


@never_cache
@login_required
@require_safe
def print_kit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The kit for paper: everything open, nothing to click."""
    kit = build_kit(principal=_principal(request), interview_id=pk)
    return _page(request, "print", _shown(kit))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell_item(request: HttpRequest, pk: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """Keep in the person's own draft that a question was skipped, or its alternate asked, and why."""
    principal = _principal(request)
    kit = build_kit(principal=principal, interview_id=pk)
    asked = next((each for each in kit.items if each.item.pk == item), None)
    if asked is None or kit.scorecard is None:
        raise not_found()
    told = own_items(kit=kit).get(item)
    form = ItemForm(request.POST if request.method == "POST" else None, item=asked.item, told=told)
    if request.method == "POST" and form.is_valid():
        record_item(
            principal=principal,
            interview_id=pk,
            item=item,
            asked=form.asked,
            alternate=form.alternate,
            reason=form.why,
        )
        messages.success(request, _("Question %(number)s: noted in your draft.") % {"number": asked.number})
        return HttpResponseRedirect(f"{reverse('interview-page', args=[pk])}#question-{asked.number}")
    context = {"kit": kit, "asked": asked, "form": form, "may_tell": _may_tell(kit)}
    return _page(request, "item", context, status=422 if form.errors else 200)


def _shown(kit: Kit) -> dict[str, Any]:
    """What the templates of a kit show."""
    told = own_items(kit=kit)
    names = {row.competency.slug: row.competency.name for area in kit.areas for row in area.competencies}
    rows = [
        {
            "kit": each,
            "question": each.item,
            "told": told.get(each.item.pk),
            "for": [names[row["slug"]] for row in each.item.shows if row["slug"] in names],
        }
        for each in kit.items
    ]
    others = [seat.person for seat in kit.panel if not seat.here]
    return {"kit": kit, "rows": rows, "may_tell": _may_tell(kit), "others": others, "scale_rule": SCALE_RULE}


def _may_tell(kit: Kit) -> bool:
    """Whether the caller has a draft to tell something in, or may begin one."""
    return kit.scorecard is not None and kit.scorecard.status in (None, ScorecardStatus.DRAFT)
