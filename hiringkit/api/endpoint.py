"""What a view says of itself, once and typed: who may call it, what it is called, how its lists are ordered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rest_framework.views import APIView

NOBODY: Final[tuple[str, ...]] = ()
ANY_KEY: Final = ""
REACH_DECIDES: Final = None

Groups = Collection[str] | None
Keyset = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The one description that permissions, pages, the schema and the checks read.

    `scope` is the area of keys: `hiring` asks `hiring:read` or `hiring:write`, and `ANY_KEY` asks for none.
    `write_groups` lists who may call unsafe methods and `action_groups` overrides both for single actions;
    `REACH_DECIDES` lets everybody pass whose reach does the rest, and what is not said is for `NOBODY`. `thing` and
    `things` name operations (`get_job`, `list_jobs`).

    A list is in the order of `keyset`, fields or annotations that end in `pk`, or of one of `orderings` by the caller's
    choice; tombstones carry `key`. What is `tagged` has an ETag, but for `untagged_actions`; `If-Match` is required of
    PATCH where it is `match_required`, and understood by `versioned_actions`. `refusals` are statuses of single actions
    that the rules for every endpoint do not give (see `hiringkit.api.answers`). A `download` is a file, whatever
    `Accept` says.
    """

    scope: str
    thing: str
    things: str = ""
    tag: str = ""
    write_groups: Groups = NOBODY
    action_groups: Mapping[str, Groups] = field(default_factory=dict)
    tagged: bool = False
    match_required: bool = False
    versioned_actions: Collection[str] = ()
    untagged_actions: Collection[str] = ()
    refusals: Mapping[str, Collection[int]] = field(default_factory=dict)
    download: bool = False
    keyset: Keyset = ("pk",)
    orderings: Mapping[str, Keyset] = field(default_factory=dict)
    key: str = "id"

    def groups_for(self, action: str, *, writes: bool) -> Groups:
        """Who may do it; None where reach decides."""
        return self.action_groups.get(action, self.write_groups if writes else REACH_DECIDES)

    def shows_tag(self, action: str) -> bool:
        """Whether what the action answers has an ETag."""
        return self.tagged and action != "list" and action not in self.untagged_actions


def endpoint_of(view: "APIView | type[APIView] | Any") -> Endpoint | None:
    """The view's description; None where it has none, and then nobody may call it."""
    found: Endpoint | None = getattr(view, "endpoint", None)
    return found
