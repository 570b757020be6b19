"""What the migration operations for triggers share."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ROWS_OF = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}


class TriggerOperation(Operation):
    """Something of the database's own: it is made and dropped, and the models' state is not concerned."""

    reduces_to_sql = True
    reversible = True

    def make(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        raise NotImplementedError

    def drop(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing to do."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.make(app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.drop(app_label, schema_editor, from_state)


def make_statement_triggers(schema_editor: BaseDatabaseSchemaEditor, *, name: str, table: str, function: str) -> None:
    """A trigger `<name>_<event>` for each kind of statement, after it, which sees its `old_rows` and `new_rows`."""
    for event, rows in ROWS_OF.items():
        schema_editor.execute(
            f'CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON "{table}" REFERENCING {rows} '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def drop_statement_triggers(schema_editor: BaseDatabaseSchemaEditor, *, name: str, table: str, function: str) -> None:
    for event in ROWS_OF:
        schema_editor.execute(f'DROP TRIGGER {name}_{event.lower()} ON "{table}"')
    schema_editor.execute(f"DROP FUNCTION {function}()")
