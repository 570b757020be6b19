"""What the product needs of its tables, for a role that does not own them.

Whoever owns a table can turn its triggers off: then the audit trail is append-only and a submitted score is final by
courtesy. A process that is reached from outside is better off without that.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import SQL, Identifier, Literal

# Every table and sequence there is, less what would rewrite what has happened.
_GRANTS = SQL("""
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
REVOKE UPDATE, DELETE ON audit_auditentry, audit_auditseal FROM {role};
GRANT UPDATE (seal_id) ON audit_auditentry TO {role};
""")


def grant_tables(*, connection: BaseDatabaseWrapper, role: str, password: str = "") -> None:
    """Let the role, which is made where it is not there, do what the product does, and no more; as often as one likes.

    The connection is the tables' owner's; to make a role or to set its password it must be allowed to. A new table is
    open to the role once this has run again.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
        there = cursor.fetchone()[0]
        if not there:
            cursor.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(role)))
        if password:
            cursor.execute(SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(role), Literal(password)))
        cursor.execute(_GRANTS.format(role=Identifier(role)))
