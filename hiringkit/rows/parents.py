"""The migration operation that stamps a whole when rows that it shows as its parts change."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from hiringkit.rows.triggers import TriggerOperation, drop_statement_triggers, make_statement_triggers

# A function for each table, as plain SQL: its plans are kept, and those of a statement put together there are not. The
# parents stand in an array, so that they are looked up by their index: the planner can't know how few rows there are.
_FUNCTION = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> hiringkit_change_id()
            AND id = ANY(ARRAY(SELECT DISTINCT {column} FROM new_rows r WHERE {only}));
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> hiringkit_change_id()
            AND id = ANY(ARRAY(SELECT DISTINCT {column} FROM old_rows r WHERE {only}));
    ELSE
        UPDATE {parent} SET deleted_at = deleted_at
        WHERE changed_xid <> hiringkit_change_id()
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


class StampParent(TriggerOperation):
    """Stamp the rows of `parent` when rows of `table`, which are shown as a part of them, change in any way.

    `column` is the part's column with the parent's id, or an SQL expression of the part's row `r`. Rows for which
    `only` is false are shown to nobody whom a stamp could tell of them, and stamp nothing. A parent that the same
    transaction has stamped already is left as it is. A part that doesn't change stamps nothing.
    """

    def __init__(self, table: str, parent: str, column: str, only: str = "true") -> None:
        self.table, self.parent, self.column, self.only = table, parent, column, only

    @property
    def _function(self) -> str:
        return f"stamp_{self.parent}_of_{self.table}"

    @property
    def _triggers(self) -> dict[str, str]:
        return {"name": f"stamp_{self.parent}", "table": self.table, "function": self._function}

    def make(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        column = f"r.{self.column}" if self.column.isidentifier() else self.column
        function = _FUNCTION.format(function=self._function, parent=self.parent, column=column, only=self.only)
        schema_editor.execute(function)
        make_statement_triggers(schema_editor, **self._triggers)

    def drop(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        drop_statement_triggers(schema_editor, **self._triggers)

    def describe(self) -> str:
        return f"Stamp {self.parent} when {self.table} changes"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {} if self.only == "true" else {"only": self.only}
        return type(self).__name__, [self.table, self.parent, self.column], given
