"""What can go wrong with the embedded server, said in one paragraph a user can act on."""

from pathlib import Path


class EmbeddedServerError(Exception):
    """The embedded PostgreSQL cannot serve; the message says why and what to do."""


def unusable_folder(path: Path, error: OSError) -> EmbeddedServerError:
    """Name the folder that cannot be used and the two ways out."""
    return EmbeddedServerError(
        f"The embedded PostgreSQL cannot use {error.filename or path}: {error.strerror}. Make room, or allow "
        "yourself to write there, or name another folder in HIRINGKIT_EMBEDDED_DIR, or a server in DATABASE_URL."
    )
