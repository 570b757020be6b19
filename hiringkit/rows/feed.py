"""The change feed after a backup was restored on another server, whose transactions have lower numbers."""

from django.apps import apps
from django.db import connection, transaction

from hiringkit.rows.stamps import OFFSET_FUNCTION
from hiringkit.rows.tracked import Tracked


def continue_feed() -> bool:
    """Number changes from above the newest row on, where this server has not counted so far; says whether it had to.

    Otherwise rows would wait in the feed for years, and what is written would come before cursors that were handed
    out. One statement has one snapshot: on the server that wrote them all rows it sees lie below its upper end. Run
    after every `migrate`, by the owner of the functions.
    """
    there = set(connection.introspection.table_names())
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked)} & there
    if not tables:
        return False
    newest = ", ".join(f'(SELECT max(changed_xid) FROM "{table}")' for table in sorted(tables))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT GREATEST({newest}, 0) >= pg_snapshot_xmax(snapshot)::text::bigint + hiringkit_change_offset(), "
            f"GREATEST({newest}, 0) + 1 - pg_snapshot_xmin(snapshot)::text::bigint "
            "FROM pg_current_snapshot() AS snapshot"
        )
        behind, offset = cursor.fetchone()
        if behind:
            cursor.execute(OFFSET_FUNCTION.format(offset=int(offset)))
    return bool(behind)
