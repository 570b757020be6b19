"""The doors of the admin: every page of every registered model, found by itself, and every form on such a page."""

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import URLPattern, reverse

from tests.leaks.cast import World
from tests.leaks.oracle import Member
from tests.leaks.routes import Door, Unfillable, ids_of, texts

# Apps and models whose rows tell of no application: each page is opened, and no more.
QUIET = ("procrastinate", "roles", "people.apikey")
PARTS = {"position": (0, 1)}  # of a row, in the addresses of pages that show a part of it
LINKS = re.compile(r'href="(\?[^"]+)"')


def registered() -> Iterator[tuple[Any, "admin.ModelAdmin[Any]"]]:
    yield from admin.site._registry.items()


def is_quiet(model: Any) -> bool:
    return model._meta.app_label in QUIET or model._meta.label_lower in QUIET


def pages(world: World, *, quiet: bool = True) -> Iterator[Door]:
    """Every page of the admin with every row to ask for, and the endpoint that completes what is typed."""
    labels = {model._meta.app_label for model, _ in registered()}
    own = [reverse(f"admin:{name}") for name in ("index", "jsi18n", "password_change")]
    for address in (*own, *(reverse("admin:app_list", args=[label]) for label in labels)):
        yield Door("get", address, operation=address)
    for model, model_admin in registered():
        for pattern in model_admin.get_urls() if quiet or not is_quiet(model) else ():
            if pattern.name is not None:  # the one without is a redirect of old addresses
                for address in _addresses(world, model, pattern):
                    yield Door("get", address, operation=f"admin:{pattern.name}")
        yield from _completions(model_admin)


def _addresses(world: World, model: Any, pattern: URLPattern) -> Iterator[str]:
    parameters = list(pattern.pattern.converters) or re.findall(r"\(\?P<(\w+)>|\((?!\?)", str(pattern.pattern))
    if not parameters:
        yield reverse(f"admin:{pattern.name}")
        return
    if not set(parameters[1:]) <= PARTS.keys():
        raise Unfillable(f"the admin's page {pattern}")
    for pk in ids_of(world, model):
        for parts in itertools.product(*(PARTS[name] for name in parameters[1:])):
            yield reverse(f"admin:{pattern.name}", args=[pk, *parts])


def _completions(model_admin: "admin.ModelAdmin[Any]") -> Iterator[Door]:
    """What the widgets of its form, and of the forms inside it, ask while somebody types."""
    for owner in (model_admin, *(inline(model_admin.model, admin.site) for inline in model_admin.inlines)):
        for field in owner.autocomplete_fields:
            meta = owner.model._meta
            for term in ("", "ada"):
                query = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field, "term": term}
                address = f"{reverse('admin:autocomplete')}?{urlencode(query)}"
                yield Door("get", address, operation=f"admin:autocomplete {meta.label} {field}")


def queries(world: World) -> Iterator[Door]:
    """Every list of the admin filtered, searched, put in order, by date, counted beside its filters, and in a popup.

    The superuser sees everything, so that their page links to every filter that anybody could be shown.
    """
    for model, model_admin in registered():
        meta = model._meta
        if is_quiet(model):
            continue
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        shown = world.root.client.get(address).content.decode()
        links = {html.unescape(link) for link in LINKS.findall(shown) if not link.startswith("?o=")}
        orders = {f"?o={column}" for column in range(1, len(model_admin.list_display) + 1)}
        found = {f"?{urlencode({'q': text})}" for text in texts(world)} if model_admin.search_fields else set[str]()
        for query in sorted(links | orders | found | {"?_facets=True", "?_popup=1", "?all="}):
            yield Door("get", address + query)


def admin_reads(world: World, *, quiet: bool = True) -> Iterator[Door]:
    yield from pages(world, quiet=quiet)
    yield from queries(world)


class _Forms(HTMLParser):
    """The fields of the forms that are posted: for each, what it holds now and what could be chosen instead."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.choices: dict[str, list[str]] = {}
        self.posted, self.select, self.area = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.posted = given.get("method", "").lower() == "post" and "logout" not in given.get("action", "")
        elif self.posted and tag == "input" and given.get("name") and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.setdefault(given["name"], []).append(given.get("value", ""))
        elif self.posted and tag == "textarea":
            self.area = given.get("name", "")
            self.fields[self.area] = [""]
        elif self.posted and tag == "select":
            self.select = given.get("name", "")
            self.fields.setdefault(self.select, [])
        elif self.select and tag == "option":
            self.choices.setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given:
                self.fields[self.select].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.posted = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] = [data]


def admin_writes(world: World, member: Member, *, pages: str = "", most: int = 2) -> Iterator[Door]:
    """Every form that the member is shown on a page about one row (if `pages` is in its address; of each kind of row
    at `most` as many), sent as it stands, with each other choice, and with each chosen one left out. What a form
    refuses could tell as much as a page.
    """
    for model, model_admin in registered():
        if is_quiet(model):
            continue
        for pattern in model_admin.get_urls():
            if pattern.name is None or not pattern.pattern.converters:
                continue
            for address in [each for each in _addresses(world, model, pattern) if pages in each][:most]:
                for door in _posts(member, address):
                    yield replace(door, operation=f"post admin:{pattern.name}")


def _posts(member: Member, address: str) -> Iterator[Door]:
    response = member.client.get(address, follow=True)  # or a message would wait for the next page
    forms = _Forms()
    forms.feed(response.content.decode())
    if response.status_code != 200 or response.redirect_chain or not forms.fields:
        return
    forms.fields.pop("csrfmiddlewaretoken", None)
    filled = {
        name: ["A text."] if name in ("reason", "rationale") and not "".join(values).strip() else values
        for name, values in forms.fields.items()
    }
    yield Door("post", address, filled)
    for name, choices in forms.choices.items():
        for choice in choices[:3]:
            chosen = filled[name]
            if len(chosen) > 1 and choice in chosen:
                yield Door("post", address, filled | {name: [each for each in chosen if each != choice]})
            elif chosen != [choice]:
                yield Door("post", address, filled | {name: [choice]})
