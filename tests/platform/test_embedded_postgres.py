"""The embedded database survives every kind of death of its server."""

import os
import signal
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.housing import house_postgres
from config.embedded.places import DATABASE, Places
from config.embedded.postgres import MARK, make_cluster
from config.embedded.servers import Needs, start_servers
from config.embedded.watch import Watch

ONLY_DATABASE = Needs(database=True, broker=False)


@pytest.fixture(scope="module")
def places():
    with tempfile.TemporaryDirectory(prefix="entente-", dir="/tmp") as folder:  # short, for the sockets
        yield Places(var=Path(folder) / "var", sockets=Path(folder) / "s")


@pytest.fixture
def start(places):
    watches = []

    def start():
        watches.append(Watch())
        start_servers(watches[-1], places, ONLY_DATABASE)
        return watches[-1]

    yield start
    for watch in watches:
        watch.stop(seconds=5)


def run(places, statement, *parameters):
    with closing(psycopg2.connect(host=str(places.sockets), user=DATABASE, dbname=DATABASE)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []


def test_what_was_committed_is_there_after_the_server_was_killed(places, start):
    watch = start()
    run(places, "CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)")
    os.kill(watch.process_ids[0], signal.SIGKILL)
    watch.stop(seconds=5)

    start()

    assert run(places, "SELECT n FROM kept") == [(1,)]


def test_a_pid_file_with_the_number_of_quite_another_process_does_not_keep_it_from_starting(places, start):
    start().stop(seconds=5)
    data = house_postgres(places).data
    (data / "postmaster.pid").write_text(f"{os.getppid()}\n{data}\n")

    start()

    assert run(places, "SELECT 1") == [(1,)]


def test_a_socket_file_left_behind_does_not_keep_it_from_starting(places, start):
    start().stop(seconds=5)
    (places.sockets / ".s.PGSQL.5432").touch()
    (places.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")

    start()

    assert run(places, "SELECT 1") == [(1,)]


def test_a_cluster_made_only_in_part_is_never_taken_for_whole(places, start):
    start().stop(seconds=5)
    housing = house_postgres(places)
    unfinished = housing.data.with_name("postgres.unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18")

    start()

    assert make_cluster(places, housing) is False
    assert run(places, "SELECT 1") == [(1,)]


def test_the_database_is_marked_as_embedded(places, start):
    start()

    comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    assert run(places, comment, DATABASE) == [(MARK,)]


def test_it_listens_on_no_network_address(places, start):
    start()

    assert run(places, "SHOW listen_addresses") == [("",)]
    assert places.sockets.stat().st_mode & 0o777 == 0o700


def test_data_of_another_version_are_refused_and_left_alone(places, start):
    start().stop(seconds=5)
    version = house_postgres(places).data / "PG_VERSION"
    written = version.read_text()
    version.write_text("14\n")

    with pytest.raises(EmbeddedError, match="was written by PostgreSQL 14"):
        start()

    version.write_text(written)
