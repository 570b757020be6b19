"""One embedded database cluster, and what PostgreSQL's own programs do with it: make, start, stop."""

import os
import re
import shlex
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from hiringkit.postgres.errors import EmbeddedServerError

MAJOR = 18
SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
OWN_ACCOUNT = -1
INIT_OPTIONS = [
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale-provider=builtin",  # sorts and folds case the same on every operating system
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth-local=trust",  # the socket's folder lets nobody in but its owner (and root)
    "--auth-host=reject",
    "--no-instructions",
    "--set=listen_addresses=",
    "--set=unix_socket_permissions=0700",
    "--set=timezone=UTC",
    "--set=log_timezone=UTC",
    "--set=max_connections=200",
]


@dataclass(frozen=True)
class Cluster:
    """Where a cluster lives (`home`), its socket, its programs, and the account that runs them (-1: one's own)."""

    home: Path
    sockets: Path
    programs: Path
    uid: int = OWN_ACCOUNT
    gid: int = OWN_ACCOUNT

    def is_accepting(self) -> bool:
        """Whether a server answers on the socket: the one test that no stale file can fool."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.sockets / SOCKET_NAME))
            except OSError:
                return False
        return True

    def make(self) -> None:
        """Make the cluster unless it exists. Raises EmbeddedServerError; OSError where the folder is unusable."""
        data = self.home / "cluster"
        if data.exists():
            self._check_version(data)
            return
        # Under another name until it is whole, so that an interrupted start leaves nothing half made.
        fresh = self.home / "cluster.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        if self.uid != OWN_ACCOUNT:
            os.chown(fresh, self.uid, self.gid)
        done = self._run("initdb", "-D", fresh.name, *INIT_OPTIONS)
        if done.returncode != 0:
            raise EmbeddedServerError(f"PostgreSQL could not make its data folder {fresh}: {_last_words(done.stdout)}")
        fresh.rename(data)

    def start(self) -> None:
        """Start the server and wait until it answers. Raises EmbeddedServerError with the log's last words."""
        if set(str(self.programs)) & set('"$`\\'):
            raise EmbeddedServerError(
                f"PostgreSQL cannot be started from {self.programs}: the name of a folder in that path has one of the "
                'characters " $ ` \\ in it. Move the project to another folder, or name a server in DATABASE_URL.'
            )
        self._remove_stale_pid_files()
        log = self.home / "server.log"
        quoted = '"' + str(self.sockets).replace('"', '""') + '"'  # PostgreSQL reads a list of quoted names
        done = self._run(
            "pg_ctl", "start", "-D", "cluster", "-w", "-t", "60", "-l", log.name,
            "-o", shlex.quote(f"--unix_socket_directories={quoted}"),
        )  # fmt: skip
        if done.returncode != 0:
            words = _last_words(log.read_text(errors="replace")) if log.exists() else _last_words(done.stdout)
            raise EmbeddedServerError(f"The embedded PostgreSQL did not start: {words} Its log is {log}.")

    def stop(self) -> None:
        """Stop the server, if it runs, and wait for it: a client that will not go costs thirty seconds at most."""
        for mode in ("fast", "immediate"):
            if self._run("pg_ctl", "stop", "-D", "cluster", "-w", "-t", "30", "-m", mode).returncode == 0:
                return

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program in `home` as the cluster's account; standard output and errors come back as one text."""
        own = self.uid == OWN_ACCOUNT
        return subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.home,
            # An environment of our own choice: PGDATA, PGOPTIONS and the like of the caller mean another server.
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            umask=0o077,
            user=None if own else self.uid,
            group=None if own else self.gid,
            extra_groups=None if own else [],
        )

    def _check_version(self, data: Path) -> None:
        version = (data / "PG_VERSION").read_text().strip()
        if version != str(MAJOR):
            raise EmbeddedServerError(
                f"The data in {data} was made by PostgreSQL {version}, and the embedded server is version {MAJOR}. "
                "Move that folder away to start with an empty database, or name a server of yours in DATABASE_URL."
            )

    def _remove_stale_pid_files(self) -> None:
        """After a crash of the machine they may name a process that is no PostgreSQL; it would refuse to start."""
        for pid_file in (self.home / "cluster" / "postmaster.pid", self.sockets / f"{SOCKET_NAME}.lock"):
            try:
                pid = int(pid_file.read_text().split("\n", 1)[0])
                stale = psutil.Process(pid).name() != "postgres"
            except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
                continue  # nothing to remove, or PostgreSQL itself sees that the process is gone
            if stale:
                pid_file.unlink()


def _last_words(output: str) -> str:
    """What a program said at the end, as one line: its complaints without their time stamps, or else its last lines."""
    lines = output.strip().splitlines()[-8:]
    complaints = [found[0] for line in lines if (found := re.search(r"(FATAL|PANIC|HINT|DETAIL|[Ee]rror): .*", line))]
    return " ".join(complaints or map(str.strip, lines[-3:]))
