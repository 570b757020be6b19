"""A rule's queryset as text inside a statement that is written by hand, so that no rule is written twice."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet


def embedded(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The keys (UUIDs) of the rows as a subquery, and its values in the order of their places."""
    try:
        statement, values = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::uuid WHERE false", ()
    return str(statement), values
