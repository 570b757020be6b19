"""Migration operations that stamp a whole when rows that it shows as its parts change."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL
from django.db.migrations.state import ProjectState

_PARENT_FUNCTION = """
CREATE FUNCTION hiringkit_stamp_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT * FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT * FROM old_rows'
        ELSE '(SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows)'
            ' UNION ALL (SELECT * FROM old_rows EXCEPT SELECT * FROM new_rows)'
    END;
BEGIN
    EXECUTE format(
        'UPDATE %I SET deleted_at = deleted_at WHERE changed_xid <> $1 AND id IN (SELECT %s FROM (%s) r WHERE %s)',
        TG_ARGV[0], TG_ARGV[1], changed, TG_ARGV[2]
    ) USING pg_current_xact_id()::text::bigint;
    RETURN NULL;
END $$
"""


class CreateStampParentFunction(RunSQL):
    """Create the trigger function `hiringkit_stamp_parent`, which all tables of parts share."""

    def __init__(self) -> None:
        super().__init__(_PARENT_FUNCTION, "DROP FUNCTION hiringkit_stamp_parent()")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {}


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

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        column = f"r.{self.column}" if self.column.isidentifier() else self.column
        for event, tables in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            ("DELETE", "OLD TABLE AS old_rows"),
        ):
            schema_editor.execute(
                f'CREATE TRIGGER {self._name(event)} AFTER {event} ON "{self.table}" REFERENCING {tables} '
                "FOR EACH STATEMENT EXECUTE FUNCTION "
                f"hiringkit_stamp_parent('{self.parent}', '{column}', '{self.only}')"
            )

    def _name(self, event: str) -> str:
        return f"stamp_{self.parent}_{event.lower()}"

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for event in ("INSERT", "UPDATE", "DELETE"):
            schema_editor.execute(f'DROP TRIGGER {self._name(event)} ON "{self.table}"')

    def describe(self) -> str:
        return f"Stamp {self.parent} when {self.table} changes"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {} if self.only == "true" else {"only": self.only}
        return type(self).__name__, [self.table, self.parent, self.column], given
