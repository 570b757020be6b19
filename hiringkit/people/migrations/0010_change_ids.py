"""Let the ids of changes go on counting where a backup was restored on another server."""

from django.db import migrations

from hiringkit.rows.stamps import STAMP_FUNCTIONS

# In every function that was made before: the stamps of parents, and the one that knows scores of the same transaction.
_REPLACE = """
DO $do$
DECLARE
    body text;
BEGIN
    FOR body IN
        SELECT pg_get_functiondef(pg_proc.oid) FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
        WHERE pronamespace = current_schema()::regnamespace AND lanname = 'plpgsql'
            AND strpos(prosrc, 'pg_current_xact_id()::text::bigint') > 0
    LOOP
        EXECUTE replace(body, 'pg_current_xact_id()::text::bigint', 'hiringkit_change_id()');
    END LOOP;
END $do$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0009_sign_in_links")]

    operations = [
        migrations.RunSQL(STAMP_FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(_REPLACE, migrations.RunSQL.noop),
    ]
