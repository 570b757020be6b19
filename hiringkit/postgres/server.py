"""The embedded PostgreSQL: started by the first process that connects, shared by all, stopped after the last.

Three locks in the project's embedded folder decide everything, and the kernel frees each when its holder dies:
`lease` is shared by every process that uses the server and held alone by whoever stops it; `start` is held alone while
the server is made and started; `keeper` is held by the one process that waits for the last user to leave.
"""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import psycopg

from hiringkit.postgres.cluster import SUPERUSER, Cluster
from hiringkit.postgres.errors import EmbeddedServerError, unusable_folder
from hiringkit.postgres.locks import held_alone, take_alone_if_free, take_shared
from hiringkit.postgres.places import find_cluster

PORT = "5432"  # a part of the socket's name only: the server listens on no network address
ROLE = DATABASE = "hiringkit"  # the role may make databases (the tests do) and is no superuser, as in production
PROJECT = Path(__file__).resolve().parents[2]


class EmbeddedServer:
    """This process's share in the server that belongs to one folder."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self._cluster: Cluster | None = None
        self._lease = -1
        self._guard = threading.Lock()
        self._lease_of_child = -1
        os.register_at_fork(
            before=self._before_fork, after_in_parent=self._after_fork, after_in_child=self._after_fork_in_child
        )

    def join(self) -> Path:
        """Use the server, starting it if nobody does yet; return its socket's folder. Raises EmbeddedServerError."""
        with self._guard:
            if self._cluster is None:
                try:
                    self._cluster = self._start_or_find()
                except OSError as error:
                    raise unusable_folder(self.directory, error) from error
            return self._cluster.sockets

    def leave(self) -> None:
        """Need the server no more; if this process was the last user, return when the server has stopped."""
        with self._guard:
            if self._cluster is None:
                return
            try:
                fcntl.flock(self._lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # Others use it still, and this returns at once; or the keeper is stopping it, and this waits for that.
                fcntl.flock(self._lease, fcntl.LOCK_SH)
            else:
                self._cluster.stop()
            os.close(self._lease)
            self._cluster = None

    def _start_or_find(self) -> Cluster:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lease = take_shared(self.directory / "lease")
        try:
            with held_alone(self.directory / "start"):
                cluster = find_cluster(self.directory)
                if not cluster.is_accepting():
                    cluster.make()
                    cluster.start()
                self._ensure_keeper(cluster)
                _ensure_database(cluster)
        except BaseException:
            os.close(lease)
            raise
        self._lease = lease
        return cluster

    def _ensure_keeper(self, cluster: Cluster) -> None:
        """Start the keeper if there is none. It inherits its lock, so there are never two."""
        descriptor = take_alone_if_free(self.directory / "keeper")
        if descriptor is None:
            return
        program = [sys.executable, "-P", "-m", "hiringkit.postgres.keeper", str(self.directory / "lease")]
        place = [str(cluster.home), str(cluster.sockets), str(cluster.programs), str(cluster.uid), str(cluster.gid)]
        # Through a shell that ends at once: the keeper is then no child of this process, and Ctrl-C does not reach it.
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *program, str(descriptor), *place],
            cwd="/",
            env={"PYTHONPATH": str(PROJECT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[descriptor],
            start_new_session=True,
            check=True,
        )
        os.close(descriptor)

    def _before_fork(self) -> None:
        """Take the child's own lease before it exists: the parent may leave before the child comes to run at all."""
        self._guard.acquire()
        if self._cluster is not None:
            self._lease_of_child = take_shared(self.directory / "lease")

    def _after_fork(self) -> None:
        if self._cluster is not None:
            os.close(self._lease_of_child)
        self._guard.release()

    def _after_fork_in_child(self) -> None:
        if self._cluster is not None:
            os.close(self._lease)
            self._lease = self._lease_of_child
        self._guard.release()


def _ensure_database(cluster: Cluster) -> None:
    """Make the project's role and database in a fresh cluster."""
    try:
        with psycopg.connect(
            host=str(cluster.sockets), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE]).rowcount:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
    except psycopg.Error as error:
        raise EmbeddedServerError(f"The embedded PostgreSQL started but refuses to work: {error}".strip()) from error
