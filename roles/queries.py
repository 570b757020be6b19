"""Reads of the library, each with all it needs prefetched: the number of statements does not grow with the rows."""

import re
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import BooleanField, Func, IntegerField, Model, Prefetch, QuerySet, Value

from hiringkit.rows.tracked import live_or_all
from roles.models import Competency, CompetencyArea, Guide, Question, Role
from roles.models.questions import SEARCH_CONFIG, Spelled

M = TypeVar("M", bound=Model)
TAG_LENGTH = 40  # of a tag, at most
TAG_WORDS = 8  # of a search, that are looked for among the tags too


def list_roles(*, include_deleted: bool = False) -> QuerySet[Role]:
    """Live roles with everything the role shape shows (10 statements for any number of roles)."""
    return live_or_all(Role, include_deleted).prefetch_related(
        "codes",
        "responsibilities",
        "skills",
        "role_tools__tool",
        "role_activities__activity",
        "profile__competency__area",
        "distinctions__other",
    )


def roles_to_assemble() -> QuerySet[Role]:
    """Live roles with all that the assembly of a plan reads of them (4 statements for any number of roles)."""
    return Role.objects.prefetch_related("profile__competency__area", "profile__competency__anchors")


def competency_names() -> dict[str, str]:
    """The name of every live competency by its slug."""
    return dict(Competency.objects.values_list("slug", "name"))


def list_competency_areas(*, include_deleted: bool = False) -> QuerySet[CompetencyArea]:
    """Live areas with their competencies."""
    return live_or_all(CompetencyArea, include_deleted).prefetch_related("competencies")


def list_competencies(*, include_deleted: bool = False) -> QuerySet[Competency]:
    """Live competencies with area, anchors and the roles whose profile holds them."""
    return (
        live_or_all(Competency, include_deleted)
        .select_related("area")
        .prefetch_related("anchors", "role_competencies__role")
    )


def list_questions(*, include_deleted: bool = False) -> QuerySet[Question]:
    """Live questions with the competencies they show, the roles they suit, and what the lint finds in them; the words
    of the search stay behind.
    """
    named = [Prefetch(name, Question.objects.only("slug")) for name in ("never_with", "alternates")]
    questions = live_or_all(Question, include_deleted).defer("words")
    return questions.prefetch_related("shows__competency", "roles", "central_to", *named, "findings", "acceptances__by")


def list_guides(*, include_deleted: bool = False) -> QuerySet[Guide]:
    """Live guides with their pages."""
    return live_or_all(Guide, include_deleted).prefetch_related("pages")


def among(queryset: QuerySet[M], keys: QuerySet[Any, Any]) -> QuerySet[M]:
    """The rows whose key is among `keys`, a queryset of one column, which is worked out once and before all else.

    As joins, several such filters hang on what the planner knows of the tables: right after an import that was nothing,
    and a list of 241 questions has run into the limit of fifteen seconds.
    """
    return queryset.filter(_Equal("pk", Func(ArraySubquery(keys), function="ANY")))


class _Equal(Func):
    """`pk = ANY(...)`; the lookup `exact` would put the right side in brackets, which PostgreSQL takes for a value."""

    template = "(%(expressions)s)"
    arg_joiner = " = "
    output_field = BooleanField()


class _TagQuery(Func):
    """One lexeme as it is: neither stemmed nor split at its hyphens, as the tags stand in `words`."""

    template = "(%(expressions)s)::tsquery"
    output_field = SearchQueryField()

    def __init__(self, tag: str) -> None:
        escaped = tag.replace("\\", "\\\\").replace("'", "''")
        super().__init__(Value(f"'{escaped}'"))


class _Either(Func):
    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchQueryField()


class _Rewritten(Func):
    function = "ts_rewrite"
    output_field = SearchQueryField()


class _Once(Func):
    """Worked out once a statement. A prepared statement with a general plan would work it out for every row."""

    template = "(SELECT %(expressions)s)"
    output_field = SearchQueryField()


class _Found(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class QuestionRank(Func):
    """How well `words` match, as a whole number: equal ranks are then exactly equal, which pages by key rely on.

    Tags have no position, so PostgreSQL takes the weight of the label D for them, which nothing else has here.
    """

    function = "ts_rank"
    template = "round(%(function)s('{0.4, 0.2, 0.4, 1.0}'::real[], %(expressions)s) * 1000000)::integer"
    output_field = IntegerField()


def search_questions(*, questions: QuerySet[Question], text: str) -> QuerySet[Question]:
    """Those that the text finds (`"a phrase"`, `or`, `-not`, any form of a word, a whole tag), annotated with `rank`.

    A match in the question counts more than one in its tags, and that more than one in its probes.
    """
    query = _search_query(text)
    # Under `or` the ranks of the words add up; under `and` only words side by side would count, and never a tag.
    rank = QuestionRank("words", _Once(_Either(query, query)))
    return questions.filter(_Found("words", _Once(query))).annotate(rank=rank)


def _search_query(text: str) -> Func | SearchQuery:
    """The search as PostgreSQL reads it, in which each word may also be a tag, and several words one hyphened tag."""
    query: Func | SearchQuery = SearchQuery(Spelled(Value(text)), config=SEARCH_CONFIG, search_type="websearch")
    quoted = text.lower().split('"')[1::2]
    words = [word.lstrip("-").strip(".,;:!?()") for word in " ".join(text.lower().split('"')[::2]).split()]
    # A phrase needs positions, which tags don't have: what stands in one is no tag.
    phrased = set(re.findall(r"\w+", " ".join([*quoted, *(word for word in words if "-" in word)])))
    alone = [word for word in dict.fromkeys(words) if word not in phrased and 0 < len(word) <= TAG_LENGTH]
    for word in alone[:TAG_WORDS]:
        stemmed = SearchQuery(Spelled(Value(word)), config=SEARCH_CONFIG, search_type="phrase")
        query = _Rewritten(query, stemmed, _Either(stemmed, _TagQuery(word)))
    hyphened = "-".join(words)
    if re.fullmatch(r"\w+(\s+\w+)+", text.strip()) and len(hyphened) <= TAG_LENGTH:
        query = _Either(query, _TagQuery(hyphened))
    return query
