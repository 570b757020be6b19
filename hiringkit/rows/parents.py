"""The migration operation that stamps a whole when rows that it shows as its parts change."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# A function for each table, as plain SQL: its plans are kept, and those of a statement put together there are not. The
# parents stand in an array, so that they are looked up by their index: the planner can't know how few rows there are.
_FUNCTION = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> pg_current_xact_id()::text::bigint
            AND id = ANY(ARRAY(SELECT DISTINCT {column} FROM new_rows r WHERE {only}));
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> pg_current_xact_id()::text::bigint
            AND id = ANY(ARRAY(SELECT DISTINCT {column} FROM old_rows r WHERE {only}));
    ELSE
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> pg_current_xact_id()::text::bigint
            AND id = ANY(ARRAY(
                SELECT DISTINCT {column}
                FROM (
                    (SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows)
                    UNION ALL
                    (SELECT * FROM old_rows EXCEPT SELECT * FROM new_rows)
                ) r
                WHERE {only}));
    END IF;
    RETURN NULL;
END $$
"""
_EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


class StampParent(Operation):
    """Stamp the rows of `parent` when rows of `table`, which are shown as a part of them, change in any way.

    `column` is the part's column with the parent's id, or an SQL expression of the part's row `r`. Rows for which
    `only` is false are shown to nobody whom a stamp could tell of them, and stamp nothing. A parent that the same
    transaction has stamped already is left as it is. A part that doesn't change stamps nothing.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str, parent: str, column: str, only: str = "true") -> None:
        self.table, self.parent, self.column, self.only = table, parent, column, only

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state is not concerned: triggers are the database's own."""

    @property
    def _function(self) -> str:
        return f"stamp_{self.parent}_of_{self.table}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        column = f"r.{self.column}" if self.column.isidentifier() else self.column
        function = _FUNCTION.format(function=self._function, parent=self.parent, column=column, only=self.only)
        schema_editor.execute(function)
        for event, tables in _EVENTS.items():
            schema_editor.execute(
                f'CREATE TRIGGER stamp_{self.parent}_{event.lower()} AFTER {event} ON "{self.table}" '
                f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {self._function}()"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for event in _EVENTS:
            schema_editor.execute(f'DROP TRIGGER stamp_{self.parent}_{event.lower()} ON "{self.table}"')
        schema_editor.execute(f"DROP FUNCTION {self._function}()")

    def describe(self) -> str:
        return f"Stamp {self.parent} when {self.table} changes"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {} if self.only == "true" else {"only": self.only}
        return type(self).__name__, [self.table, self.parent, self.column], given
