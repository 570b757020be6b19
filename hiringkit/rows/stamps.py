"""Migration operations for the change feed's triggers and index."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.special import RunSQL
from django.db.migrations.state import ProjectState

from hiringkit.rows.triggers import TriggerOperation

_FUNCTION = """
CREATE OR REPLACE FUNCTION hiringkit_stamp_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.created_at := clock_timestamp();
    END IF;
    NEW.modified_at := clock_timestamp();
    NEW.changed_xid := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$
"""


class CreateStampFunction(RunSQL):
    """Create the trigger function `hiringkit_stamp_change`, which all stamped tables share."""

    def __init__(self) -> None:
        super().__init__(_FUNCTION, "DROP FUNCTION hiringkit_stamp_change()")

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
