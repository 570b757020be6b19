"""Migration operations for the change feed's triggers and index.

The id of a change is that of its transaction plus an offset, a function's constant: 0 until a backup is restored on a
server that has counted fewer transactions. Then `hiringkit.rows.feed` raises it, so that what was written there before
is older than all that is written here.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.special import RunSQL
from django.db.migrations.state import ProjectState

from hiringkit.rows.triggers import TriggerOperation

OFFSET_FUNCTION = """
CREATE OR REPLACE FUNCTION hiringkit_change_offset() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT {offset}::bigint'
"""
STAMP_FUNCTIONS = f"""
{OFFSET_FUNCTION.format(offset=0)};
CREATE OR REPLACE FUNCTION hiringkit_change_id() RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT pg_current_xact_id()::text::bigint + hiringkit_change_offset()';
CREATE OR REPLACE FUNCTION hiringkit_change_horizon() RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + hiringkit_change_offset()';
CREATE OR REPLACE FUNCTION hiringkit_stamp_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.created_at := clock_timestamp();
    END IF;
    NEW.modified_at := clock_timestamp();
    NEW.changed_xid := hiringkit_change_id();
    RETURN NEW;
END $$
"""


class CreateStampFunction(RunSQL):
    """Create the trigger function `hiringkit_stamp_change`, which all stamped tables share, and what it counts by."""

    def __init__(self) -> None:
        super().__init__(
            STAMP_FUNCTIONS,
            "DROP FUNCTION hiringkit_stamp_change(), hiringkit_change_id(), hiringkit_change_horizon(), "
            "hiringkit_change_offset()",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {}


class StampChanges(TriggerOperation):
    """Put the stamping trigger and the feed's index (changed_xid, primary key) on a model's table."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def _names(self, app_label: str, state: ProjectState) -> tuple[str, str]:
        options = state.apps.get_model(app_label, self.model_name)._meta
        return options.db_table, str(options.pk.column if options.pk else "id")

    def make(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        table, key = self._names(app_label, state)
        schema_editor.execute(
            f'CREATE TRIGGER stamp_change BEFORE INSERT OR UPDATE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION hiringkit_stamp_change()"
        )
        schema_editor.execute(f'CREATE INDEX "{table}_feed" ON "{table}" (changed_xid, "{key}")')

    def drop(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        table, _ = self._names(app_label, state)
        schema_editor.execute(f'DROP TRIGGER stamp_change ON "{table}"')
        schema_editor.execute(f'DROP INDEX "{table}_feed"')

    def describe(self) -> str:
        return f"Stamp changes of {self.model_name} for the change feed"
