"""`/account`: what a person sets for themselves, their time zone and their password."""

import time

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hiringkit.api.pages import page
from hiringkit.people.links import GOOD_FOR
from hiringkit.people.models import Person
from hiringkit.people.services import set_time_zone
from hiringkit.people.sign_in.landing import landing
from hiringkit.people.sign_in.views import CAME_BY_LINK
from hiringkit.people.time_zones import is_zone, listed_zones


class TimeZoneForm(forms.Form):
    """One of the names of the tz database, as the person types or their browser knows it."""

    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("A name such as Europe/Oslo. Left empty, times are shown in UTC."),
        widget=forms.TextInput(attrs={"list": "time-zones", "class": "wide", "data-guess": "time-zone"}),
    )

    def clean_time_zone(self) -> str | None:
        named = str(self.cleaned_data["time_zone"]).strip()
        if named and not is_zone(named):
            raise forms.ValidationError(_("There is no time zone of this name."), code="unknown_time_zone")
        return named or None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, address, groups as they are; the time zone to be set."""
    person = request.user
    assert isinstance(person, Person)
    form = TimeZoneForm(
        request.POST if request.method == "POST" else None, initial={"time_zone": person.time_zone or ""}
    )
    if request.method == "POST" and form.is_valid():
        set_time_zone(person=person, time_zone=form.cleaned_data["time_zone"])
        messages.success(request, _("Your time zone is set."))
        return HttpResponseRedirect(reverse("account"))
    context = {"form": form, "zones": listed_zones(), "groups": sorted(group.name for group in person.groups.all())}
    return page(request, "account", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set one's own password: with the old one, or without it within a quarter of an hour after coming by a link."""
    person = request.user
    assert isinstance(person, Person)
    by_link = time.time() - request.session.get(CAME_BY_LINK, 0) < GOOD_FOR.total_seconds()
    shape = SetPasswordForm if by_link else PasswordChangeForm
    form = shape(person, request.POST if request.method == "POST" else None)
    for field in form.fields.values():
        field.widget.attrs["class"] = "wide"
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        request.session.pop(CAME_BY_LINK, None)
        messages.success(request, _("Your password is set. Elsewhere you are signed out."))
        return HttpResponseRedirect(landing(person))
    return page(request, "password", {"form": form}, status=422 if form.errors else 200)
