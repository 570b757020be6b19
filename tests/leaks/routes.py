"""The doors of the API: every operation of the schema, filled in by itself.

A route that appears in the schema is tried without anybody listing it; one that can't be filled in is an error.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import yaml
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from hiringkit.api.docs import SCHEMA_FILE
from interviews.models import PlanItem
from tests.budgets import PROVING
from tests.leaks.cast import World

NEWEST = 2  # of the rows of a kind of which the world has none of its own
NOBODYS_ID = "0190b5a6-0000-7000-8000-00000000abcd"
NOBODY = "nobody"


class Unfillable(AssertionError):
    """The schema has something that the generator has no value for."""


@dataclass(frozen=True)
class Door:
    """One question to the product."""

    method: str
    url: str
    body: Any = None
    walk: bool = False
    operation: str = ""  # what is asked, whichever row it is asked of

    def __str__(self) -> str:
        return f"{self.method} {self.url}" + (f" {self.body}" if self.body is not None else "")


@cache
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text())
    return loaded


def operations(*methods: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in schema()["paths"].items():
        for method in methods:
            if method in item:
                yield path, method, item[method]


def resolved(described: dict[str, Any]) -> dict[str, Any]:
    """The schema behind `$ref` and `allOf`; of what may be null too, what else it may be."""
    while True:
        inner = [each for each in described.get("oneOf", described.get("allOf", ())) if each.get("type") != "null"]
        if "$ref" in described:
            described = schema()["components"]["schemas"][described["$ref"].rpartition("/")[2]]
        elif len(inner) == 1:
            described = inner[0]
        else:
            kinds = described.get("type")
            kind = next(each for each in kinds if each != "null") if isinstance(kinds, list) else kinds
            return described | {"type": kind}


@cache
def model_of(segment: str) -> type[Model]:
    """The model whose rows stand under this part of a path, by its plural name: `plans` are interview plans."""
    names = {
        model: str(model._meta.verbose_name_plural).lower().replace(" ", "-")
        for model in apps.get_models()
        if model._meta.app_label not in ("procrastinate", "contenttypes")
    }
    for model, name in names.items():
        if name == segment:
            return model
    for model, name in names.items():
        if name.endswith(f"-{segment}"):
            return model
    raise Unfillable(f"no model is called {segment}")


def ids_of(world: World, model: type[Model], field: str = "pk") -> list[str]:
    """The rows to ask for: those that something could be told of, or the newest of a kind that the world does not
    make itself. What is still to come is asked for as well, under an id that nobody has yet.
    """
    known = world.telling(model)
    if not known or field != "pk":
        known = [str(getattr(row, field)) for row in model._base_manager.order_by("-pk")[:NEWEST]]
    return known


def paths(world: World, path: str, *, every: bool = True) -> Iterator[str]:
    """The path with each row to ask for in the place of its parameter, and (`every`) with one that is not there."""
    segments = path.split("/")
    choices: list[list[str]] = []
    for index, segment in enumerate(segments):
        found = re.fullmatch(r"{(\w+)}", segment)
        if not found:
            choices.append([segment])
        elif found[1] == "remote_id":
            choices.append([*remote_ids(world), NOBODY])
        elif found[1] == "slug":
            choices.append([*ids_of(world, model_of(segments[index - 1]), "slug"), NOBODY])
        else:
            choices.append(ids_of(world, model_of(segments[index - 1])) + ([NOBODYS_ID] if every else []))
    for chosen in itertools.product(*choices):
        yield "/".join(quote(part, safe="") for part in chosen)


def remote_ids(world: World) -> list[str]:
    return [world.remote_ids["card ada"], world.remote_ids["card ada business"]]


def texts(world: World) -> list[str]:
    """What somebody who is curious would look for."""
    return [world.sought, world.remote_ids["card ada"], "Ada"]


def query_values(world: World, parameter: dict[str, Any]) -> list[str]:
    described = resolved(parameter["schema"])
    kind, form = described.get("type"), described.get("format")
    if "enum" in described:
        return [str(value) for value in described["enum"] if value is not None]
    if kind == "boolean":
        return ["true", "false"]
    if kind in ("integer", "number"):
        return [str(described.get("minimum", 1))]
    if form == "uuid":
        return _ids_to_ask_for(world, parameter.get("name", ""))
    if form == "date-time":
        return ["2020-01-01T00:00:00Z"]
    if form == "date":
        return ["2020-01-01"]
    if kind == "array":
        return query_values(world, {"schema": described["items"]})
    if kind == "string":
        return texts(world)
    raise Unfillable(f"the query parameter {parameter}")


def _ids_to_ask_for(world: World, name: str) -> list[str]:
    """Of the kind that a filter is of: those of whom a scorecard tells, in `make prove` the whole cast."""
    people = list(world.people) if PROVING else ["ada", "dan"]
    named: dict[str, list[Any]] = {
        "application": [row.pk for row in world.applications.values()],
        "interview": [world.interviews["business"].pk, world.ids["interview extra"]],
        "job": [world.job.pk],
        "candidate": [world.applications["wide"].candidate_id],
        "plan": [world.plan.pk],
        **{
            of: [*(world.people[each].pk for each in people), world.ids["person new"]]
            for of in ("panelist", "interviewer", "person", "subject")
        },
    }
    if PROVING:
        named["interview"] += [row.pk for row in world.interviews.values()]
    return [str(pk) for pk in named.get(name, [world.applications["wide"].pk, world.people["ada"].pk])]


def of_library(path: str) -> bool:
    """Whether the path's rows are the library's, which knows of no application."""
    if path.startswith("/api/v1/library"):
        return True
    if counts_over_all(path):
        return False
    segment = path.split("/")[3]
    try:
        return model_of(segment)._meta.app_label == "roles"
    except Unfillable:  # a path without rows
        return False


def counts_over_all(url: str) -> bool:
    """Whether the answer counts over every application on which the asker is not blind, whatever they reach."""
    return "/question-exposures" in url or url.endswith("/exposure")


def reads(world: World, *, queries: bool = True, library: bool = True) -> Iterator[Door]:
    """Every GET; with `queries` each parameter alone too, a page at a time, and its head and its options."""
    for path, _, operation in operations("get"):
        if not library and of_library(path):
            continue
        described = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
        required = [each for each in described if each.get("required")]
        settings = [
            dict(zip([each["name"] for each in required], values, strict=True))
            for values in itertools.product(*(query_values(world, each) for each in required))
        ]
        for url in paths(world, path, every=queries):
            for setting in settings:
                yield Door("get", asked(url, setting), operation=path)
                if not queries:
                    continue
                for each in described:
                    if each["name"] != "cursor" and each not in required:
                        for value in query_values(world, each):
                            walk = each["name"] == "page_size"
                            yield Door("get", asked(url, setting | {each["name"]: value}), walk=walk)
        if queries:
            yield Door("head", asked(next(paths(world, path)), settings[0]))
            yield Door("options", next(paths(world, path)))


def asked(url: str, query: dict[str, str]) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def value_of(world: World, name: str, described: dict[str, Any]) -> Any:
    """A value for a member of a body that means something in this world."""
    described = resolved(described)
    kind, form = described.get("type"), described.get("format")
    if "enum" in described:
        return described["enum"][-1]
    if kind == "array":
        return [value_of(world, name.removesuffix("s"), described["items"])]
    if kind == "object":
        return {each: value_of(world, each, inner) for each, inner in described.get("properties", {}).items()}
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return described.get("maximum", described.get("minimum", 1))
    if form == "uuid":
        return _id_named(world, name)
    if form == "date-time":
        return "2030-01-01T10:00:00Z"
    if form == "uri":
        return "https://example.com/hook"
    if name.endswith("remote_id"):
        return remote_ids(world)[0] if name == "remote_id" else f"{name.removesuffix('_remote_id')}-wide"
    if name in _PEOPLE or form == "idn-email":
        return "ada@example.com"
    if name in ("competency", "focu"):
        return world.rounds[0].focus[0]
    if name == "role":
        return "data-scientist"
    if kind == "string":
        return "A text."
    raise Unfillable(f"the member {name} of a body: {described}")


_PEOPLE = ("person", "interviewer", "panelist", "hiring_manager", "decided_by")


def _id_named(world: World, name: str) -> str:
    item = PlanItem.objects.filter(round=world.rounds[0]).order_by("position")[0]
    known: dict[str, Any] = {
        "alternate": item.question_id,
        "application": world.applications["wide"].pk,
        "candidate": world.applications["wide"].candidate_id,
        "include": item.question_id,
        "exclude": item.question_id,
        "interview": world.interviews["analysis"].pk,
        "item": item.pk,
        "job": world.job.pk,
        "plan": world.plan.pk,
        "question": item.question_id,
        "round": world.rounds[0].pk,
        "supersedes": world.ids["decision"],
    }
    if name not in known:
        raise Unfillable(f"no id is known for the member {name} of a body")
    return str(known[name])


def writes(world: World) -> Iterator[Door]:
    """Every unsafe operation on every row, with what is required, with each further member, and new
    ones with each two."""
    for path, method, operation in operations("post", "patch", "put", "delete"):
        if path.endswith("/plans/assemble"):  # the optimiser takes seconds, and knows of no application
            continue
        bodies = list(_bodies(world, operation, pairs="{" not in path))
        for place, url in enumerate(paths(world, path)):
            for body in bodies if place < 2 else bodies[:: max(1, len(bodies) - 1)]:
                yield Door(method, url, body, operation=f"{method} {path}")


def _bodies(world: World, operation: dict[str, Any], *, pairs: bool) -> Iterator[Any]:
    if "requestBody" not in operation:
        yield None
        return
    content = operation["requestBody"]["content"]
    if "application/json" not in content:
        raise Unfillable(f"{operation['operationId']} takes no JSON: {list(content)}")
    shape = resolved(content["application/json"]["schema"])
    members = shape.get("properties", {})
    values = {name: value_of(world, name, described) for name, described in members.items()}
    required = {name: values[name] for name in shape.get("required", ())}
    yield required
    for name in required:  # each choice that there is
        for choice in resolved(members[name]).get("enum", ())[:-1]:
            yield required | {name: choice}
    newcomer = f"{world.newcomer}@example.com"
    for name, hidden in (
        ("interview", world.ids["interview extra"]),
        *((name, who) for name in _PEOPLE for who in ("dan@example.com", newcomer, world.ids["person new"])),
        *((f"{name}s", [who]) for name in _PEOPLE for who in (newcomer, world.ids["person new"])),
    ):
        if name in values:  # what came to be with a scorecard
            yield required | {name: hidden}
    optional = [name for name in values if name not in required]
    for count in (1, 2) if pairs else (1,):
        for names in itertools.combinations(optional, count):
            yield required | {name: values[name] for name in names}
    yield values


TOLD = {  # from a page, by its name
    "scorecard-page": {"recommendation": "yes", "save": ""},
    "amend-page": {"recommendation": "yes", "amendment": "A text."},
    "application-page": {"outcome": "advance", "rationale": "A text."},
}
PAGE = re.compile(r"<(\w+):(\w+)>")


def outside(world: World) -> Iterator[Door]:
    """What is served beside the API and the admin: every page of each row, and what is told from it."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            route = str(pattern.pattern).strip("^$")
            for url in _filled(world, route):
                yield Door("get", f"/{url}", operation=f"/{route}")
                if pattern.name in TOLD:
                    yield Door("post", f"/{url}", TOLD[pattern.name], operation=f"post {route}")


def _filled(world: World, route: str) -> Iterator[str]:
    """The route with each row in the place of its parameters, and with one that is not there."""
    parts = route.split("/")
    choices = []
    for place, part in enumerate(parts):
        found = PAGE.fullmatch(part)
        if found is None:
            choices.append([part])
        elif found[1] == "id":
            choices.append([*ids_of(world, model_of(parts[place - 1])), NOBODYS_ID])
        elif found[2] == "token":
            choices.append([NOBODY])
        else:
            raise Unfillable(f"the page {route}")
    for chosen in itertools.product(*choices):
        yield "/".join(chosen)
