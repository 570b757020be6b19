"""`/sign-in`, by password or by a one-time link, and `/sign-out`."""

import time

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hiringkit.api.links import base_url
from hiringkit.api.pages import page
from hiringkit.people.links import GOOD_FOR, is_good, use_link
from hiringkit.people.models import Person
from hiringkit.people.sign_in.forms import AddressForm, SignInForm
from hiringkit.people.sign_in.landing import landing, wanted_page
from hiringkit.people.tasks import mail_sign_in_link

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
CAME_BY_LINK = "came_by_link"  # in the session: when they did; a new password then needs no old one
LOCKED = 429


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Address and password; whoever is signed in already is told so, and may sign out."""
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = form.get_user()
        assert isinstance(person, Person)
        login(request, person)
        return HttpResponseRedirect(wanted_page(request) or landing(person))
    context = {"form": form, "next": wanted_page(request)}
    return page(request, "sign_in", context, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """The answer to one more try after too many that failed."""
    context = {"form": SignInForm(request), "next": wanted_page(request), "locked": True}
    answer = page(request, "sign_in", context, status=LOCKED)
    answer.headers["Retry-After"] = str(int(GOOD_FOR.total_seconds()))
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Send a link to an address. Whether anybody has it is told to nobody but its mailbox."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": wanted_page(request), "for_password": "password" in request.GET}
    if request.method == "POST" and form.is_valid():
        after = reverse("password") if context["for_password"] else wanted_page(request)
        mail_sign_in_link.defer(address=form.cleaned_data["email"], base=base_url(request), after=after)
        return page(request, "link_sent", {"email": form.cleaned_data["email"]})
    return page(request, "ask_link", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, which signs in: what merely opens links, such as a mail scanner, uses none up."""
    if request.method == "POST":
        with transaction.atomic():
            person = use_link(token=token)
        if person is not None:
            login(request, person, backend=BY_PASSWORD)
            request.session[CAME_BY_LINK] = int(time.time())
            return HttpResponseRedirect(wanted_page(request) or landing(person))
    good = request.method != "POST" and is_good(token=token)
    context = {"good": good, "next": wanted_page(request)}
    return page(request, "use_link", context, status=200 if good else 410)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("sign-in"))
