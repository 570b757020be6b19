"""The embedded server: who starts it, who shares it, when it stops, and what it leaves alone.

Real servers, real processes; each test has a folder of its own.
"""

import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from hiringkit.postgres.cluster import SOCKET_NAME
from hiringkit.postgres.errors import EmbeddedServerError
from hiringkit.postgres.places import SOCKET_PATH_LIMIT, find_cluster, short_socket_folder
from hiringkit.postgres.server import DATABASE, PORT, ROLE, EmbeddedServer
from tests.postgres.conftest import User, server_process

pytestmark = pytest.mark.slow("makes and starts a server of its own")


def connect(sockets: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(sockets), port=PORT, user=ROLE, dbname=DATABASE)


def test_the_first_process_starts_it_others_share_it_and_the_last_stops_it(start_user: Callable[[], User]) -> None:
    first = start_user()
    sockets = first.sockets()
    server = server_process(sockets)
    second = start_user()
    assert second.sockets() == sockets
    assert server_process(sockets) == server

    first.leave()
    with connect(sockets) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    second.leave()
    assert server_process(sockets) is None


def test_text_sorts_and_clocks_run_the_same_everywhere(start_user: Callable[[], User]) -> None:
    with connect(start_user().sockets()) as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('TimeZone'), datlocale, datlocprovider::text, "
            "current_setting('fsync'), current_setting('listen_addresses'), rolsuper "
            "FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user"
        ).fetchone()
    assert row == ("UTF8", "UTC", "C.UTF-8", "b", "on", "", False)


def test_nobody_else_can_reach_the_socket_or_the_data(start_user: Callable[[], User]) -> None:
    sockets = start_user().sockets()
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((sockets.parent / "cluster").stat().st_mode) == 0o700


def test_no_permission_of_an_existing_folder_is_changed(directory: Path, start_user: Callable[[], User]) -> None:
    existing = [directory, *directory.parents, *Path(psycopg.__file__).parents]
    before = [(path, path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in existing]
    start_user().sockets()
    assert [(path, path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in existing] == before


def test_a_path_too_long_for_a_socket_has_its_socket_in_a_private_folder_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20) / "folder, with a comma"
    sockets = short_socket_folder(deep)
    try:
        assert len(str(sockets / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
        assert short_socket_folder(deep) == sockets
        sockets.chmod(0o777)
        with pytest.raises(EmbeddedServerError, match="open to others"):
            short_socket_folder(deep)
    finally:
        sockets.rmdir()


def test_a_folder_that_cannot_be_made_is_named_with_the_ways_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedServerError, match=r"cannot use .*/file/pg: Not a directory\..*DATABASE_URL") as caught:
        EmbeddedServer(tmp_path / "file" / "pg").join()
    assert "\n" not in str(caught.value)


def test_data_of_another_version_is_refused_by_name(directory: Path) -> None:
    cluster = find_cluster(directory)
    (cluster.home / "cluster").mkdir()
    (cluster.home / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedServerError, match="made by PostgreSQL 17, and the embedded server is version 18"):
        EmbeddedServer(directory).join()
