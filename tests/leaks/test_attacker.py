"""Somebody blind asks whatever hypothesis thinks of, in two worlds that differ only in what is hidden from them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from interviews.models import CompetencyScore, Decision, Scorecard
from tests.budgets import budget
from tests.leaks.cast import World, by_hand
from tests.leaks.events import SECRETLY
from tests.leaks.matrix import ask, plain
from tests.leaks.oracle import Member
from tests.leaks.routes import Door, operations, paths, query_values

pytestmark = pytest.mark.django_db
Record = Callable[[str, object], None]
WORDS = ("brilliant", "dreadful")
LEVELS = (5, 1)
TIMES = (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
RECOMMENDATIONS = ("strong_yes", "strong_no")


@pytest.fixture
def world(world: World) -> World:
    """After colleagues have written, so that there is something to find."""
    for event in SECRETLY:
        event.happen(world)
    return world


def become(world: World, which: int) -> None:
    """One of the two worlds: what is hidden, and when it was written, is as in this one."""
    cards = [world.ids[label] for label, card in world.facts.cards.items() if card.application == "wide"]
    hidden = Scorecard.objects.filter(pk__in=cards)
    with by_hand():
        evidence = f"They were {WORDS[which]}: {world.sought}."
        CompetencyScore.objects.filter(scorecard__in=hidden, level__isnull=False).update(
            level=LEVELS[which], evidence=evidence
        )
        hidden.update(
            overall_recommendation=RECOMMENDATIONS[which], modified_at=TIMES[which], submitted_at=TIMES[which]
        )


def lists(world: World) -> dict[str, dict[str, list[str]]]:
    """Every path of the API that is read, with each of its parameters and what could be said for it."""
    found = {}
    for path, _, operation in operations("get"):
        parameters = {
            each["name"]: [*query_values(world, each), *(WORDS if each["schema"].get("type") == "string" else ())]
            for each in operation.get("parameters", ())
            if each["in"] == "query" and each["name"] != "cursor"
        }
        for address in list(paths(world, path))[:2]:
            found[address] = parameters
    return found


def lookups() -> list[str]:
    """Ways through the models to what is hidden, as somebody might try them in the admin's query string."""
    ways = ["level", "scores__level", "overall_recommendation", "scores__evidence", "scorecards__scores__level"]
    for model in (Scorecard, CompetencyScore, Decision):
        for field in model._meta.get_fields():
            ways += [field.name, f"scorecards__{field.name}", f"application__scorecards__{field.name}"]
    endings = ("", "__gte", "__lte", "__exact", "__isnull", "__in", "__icontains", "__contains", "__regex", "__range")
    return [way + ending for way in dict.fromkeys(ways) for ending in endings]


@st.composite
def questions(draw: st.DrawFn, found: dict[str, dict[str, list[str]]], in_admin: bool) -> Door:
    """One question: a list of the API with any of its filters together, or one of the admin with any lookup."""
    if not in_admin:
        address = draw(st.sampled_from(sorted(found)))
        names = draw(st.sets(st.sampled_from(sorted(found[address])))) if found[address] else set[str]()
        return Door(
            "get", f"{address}?{urlencode({name: draw(st.sampled_from(found[address][name])) for name in names})}"
        )
    model = draw(st.sampled_from([model for model in admin.site._registry if model._meta.app_label == "interviews"]))
    values = st.sampled_from(("1", "3", "4", "5", "0", "2,5", "strong_yes", "strong_no", "submitted", *WORDS, ".*"))
    query: dict[str, Any] = {draw(st.sampled_from(lookups())): draw(values)} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        query["o"] = draw(st.sampled_from(("1", "-2", "3.-4", "5", "-6", "7", "99", "level")))
    if draw(st.booleans()):
        query["q"] = draw(st.sampled_from(("ada", "dan", *WORDS)))
    if draw(st.booleans()):
        query["_facets"] = "True"
    return Door("get", f"/admin/interviews/{model._meta.model_name}/?{urlencode(query)}")


def answers(world: World, member: Member, which: int, asked: list[Door]) -> list[str]:
    with transaction.atomic():
        become(world, which)
        found = [plain(world, ask(member, door)) for door in asked]
        transaction.set_rollback(True)
    return found


def attack(world: World, name: str, *, in_admin: bool, examples: int, phases: Sequence[Phase] = tuple(Phase)) -> int:
    """Ask, and ask the same in the other world; the number of questions asked."""
    member, found, count = world.members[name], lists(world), 0

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), phases=phases)
    @given(asked=st.lists(questions(found, in_admin), min_size=3, max_size=5))
    def try_it(asked: list[Door]) -> None:
        nonlocal count
        count += len(asked)
        assert answers(world, member, 0, asked) == answers(world, member, 1, asked)

    try_it()
    return count


@pytest.mark.slow("asks a hundred questions twice")
@pytest.mark.prove
def test_the_blind_learn_nothing(world: World, record_property: Record) -> None:
    attacks = {
        (name, in_admin): attack(world, name, in_admin=in_admin, examples=budget(2, 40))
        for name, in_admin in [
            ("colleague who owes", False),
            ("personal key", False),
            ("recruiter who is a panelist", False),
            ("recruiter who is a panelist", True),
            ("hiring manager who is a panelist", True),
        ]
    }
    record_property("cells tried", sum(attacks.values()))


@pytest.mark.slow("asks until the worlds differ")
def test_whoever_sees_tells_the_worlds_apart(world: World) -> None:
    """The two worlds do differ, and the questions do ask for what differs."""
    with pytest.raises(AssertionError):
        attack(world, "auditor", in_admin=False, examples=200, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        attack(world, "auditor", in_admin=True, examples=200, phases=[Phase.generate])
