"""The migration operation that makes a table's changes part of the audit trail."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from hiringkit.rows.triggers import TriggerOperation, drop_statement_triggers, make_statement_triggers

# Bookkeeping that no person changes: stamps of the feed, times of use, what a search or an order reads.
IGNORED = (
    "blind_modified_at", "blind_status", "blind_xid", "changed_xid", "created_at", "last_login", "last_used_at",
    "modified_at", "name_key", "unlisted", "words",
)  # fmt: skip

_FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $audit$
DECLARE
    actor jsonb := coalesce(nullif(current_setting('hiringkit.actor', true), ''), '{{}}')::jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_auditentry ({columns})
        SELECT {actor}, '{insert_action}', '{thing}', {key}, {subject}, {application}, {part}
        FROM new_rows r GROUP BY r.{raw_key}{group};
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit_auditentry ({columns})
        SELECT {actor}, '{delete_action}', '{thing}', {key}, {subject}, {application}, {part}
        FROM old_rows r GROUP BY r.{raw_key}{group};
    ELSE
        INSERT INTO audit_auditentry ({columns})
        SELECT {actor}, CASE WHEN {deleted} THEN 'deleted' ELSE 'changed' END, '{thing}', {key}, {subject},
            {application}, array_agg(DISTINCT '{prefix}' || f.name ORDER BY '{prefix}' || f.name)
        FROM new_rows r JOIN old_rows o USING (id)
        CROSS JOIN LATERAL (
            SELECT coalesce('{names}'::jsonb ->> n.key, n.key) AS name
            FROM jsonb_each(to_jsonb(r)) n
            WHERE n.value IS DISTINCT FROM to_jsonb(o) -> n.key AND n.key <> ALL ('{{{ignored}}}')
        ) f
        GROUP BY r.{raw_key}{group};
    END IF;
    RETURN NULL;
END $audit$
"""
_COLUMNS = "door, operation, request_id, person, key, action, thing, thing_id, subject, application, fields"
_ACTOR = (
    "coalesce(actor ->> 'door', 'database'), coalesce(actor ->> 'operation', ''), "
    "coalesce(actor ->> 'request_id', ''), (actor ->> 'person')::uuid, (actor ->> 'key')::uuid"
)


class AuditChanges(TriggerOperation):
    """Write an audit entry for each thing that a statement creates, changes or deletes in `table`.

    `thing` is what callers call it and `key` the column that tells one from another; `name` is an SQL expression of
    the row `r`, grouped by the key, for the id that callers know it by, where that is not the key itself. Rows that are
    only a `part` of the thing (the scores of a scorecard) count as changes to it, their fields as `<part>.<field>`.
    `subject` is a column with the person it is about, `application` a column or such an expression for the application
    it belongs to. The table's own primary key is `id`.
    """

    def __init__(
        self,
        table: str,
        thing: str,
        key: str = "id",
        name: str = "",
        part: str = "",
        subject: str = "",
        application: str = "",
    ) -> None:
        self.table, self.thing, self.key, self.name = table, thing, key, name
        self.part, self.subject, self.application = part, subject, application

    def _field_names(self, state: ProjectState) -> Iterator[str]:
        for model in state.apps.get_models(include_auto_created=True):
            if model._meta.db_table == self.table:
                for field in model._meta.concrete_fields:
                    if field.column != field.name:
                        yield f'"{field.column}": "{field.name}"'

    def _has_column(self, state: ProjectState, column: str) -> bool:
        return any(
            field.column == column
            for model in state.apps.get_models(include_auto_created=True)
            if model._meta.db_table == self.table
            for field in model._meta.concrete_fields
        )

    @property
    def _triggers(self) -> dict[str, str]:
        return {"name": "audit", "table": self.table, "function": f"hiringkit_audit_{self.table}"}

    def make(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        application = f"r.{self.application}" if self.application.isidentifier() else self.application
        softly = not self.part and self._has_column(state, "deleted_at")
        grouped = [f"r.{self.subject}"] if self.subject else []
        if self.application.isidentifier() and self.application != self.key:
            grouped.append(application)
        values = {
            "function": self._triggers["function"],
            "columns": _COLUMNS,
            "actor": _ACTOR,
            "insert_action": "changed" if self.part else "created",
            "delete_action": "changed" if self.part else "deleted",
            "thing": self.thing,
            "raw_key": self.key,
            "key": self.name or f"r.{self.key}::text",
            "subject": f"r.{self.subject}" if self.subject else "NULL::uuid",
            "application": application or "NULL::uuid",
            "part": f"ARRAY['{self.part}']" if self.part else "'{}'::text[]",
            "prefix": f"{self.part}." if self.part else "",
            "deleted": "bool_or(o.deleted_at IS NULL AND r.deleted_at IS NOT NULL)" if softly else "false",
            "names": "{" + ", ".join(self._field_names(state)) + "}",
            "ignored": ",".join(IGNORED),
            "group": "".join(f", {column}" for column in grouped),
        }
        schema_editor.execute(_FUNCTION.format(**values))
        make_statement_triggers(schema_editor, **self._triggers)

    def drop(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        drop_statement_triggers(schema_editor, **self._triggers)

    def describe(self) -> str:
        return f"Write changes of {self.table} into the audit trail"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {
            name: getattr(self, name)
            for name in ("key", "name", "part", "subject", "application")
            if getattr(self, name)
        }
        return type(self).__name__, [self.table, self.thing], given


class ForgetChanges(AuditChanges):
    """Take the audit triggers off a table, before it is renamed or audited differently; the arguments are those that
    `AuditChanges` was given.
    """

    def make(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        super().drop(app_label, schema_editor, state)

    def drop(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> None:
        super().make(app_label, schema_editor, state)

    def describe(self) -> str:
        return f"Write changes of {self.table} into the audit trail no more"
