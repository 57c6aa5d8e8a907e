"""A database server and a broker of the tests' own, and one migrated database copied for every test process.

Without DATABASE_URL the servers are embedded ones in a temporary folder; with it, databases named test_… are made on
that server. `pytest tests/x.py` alone works the same way.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from psycopg2 import sql

from config.embedded.temporary import temporary_servers
from config.embedded.watch import Watch

_WATCH = pytest.StashKey[Watch]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Bring the servers up in the process that leads; parallel test processes find them by their address."""
    if not _leads(session.config) or session.config.option.collectonly:
        return
    session.config.stash[_WATCH] = temporary_servers().start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove what they wrote."""
    if _WATCH in config.stash:
        if not temporary_servers().needs.database:
            _drop(_template_of(connection.settings_dict["NAME"]))
        config.stash[_WATCH].stop(seconds=5)
        temporary_servers().remove()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: object, worker_name: str) -> Iterator[None]:
    """This process's own database, copied from the template; replaces the fixture of pytest-django."""
    original = connection.settings_dict["NAME"]
    template, own = _template_of(original), f"test_{original}_{worker_name}"
    with django_db_blocker.unblock():
        with _one_at_a_time():
            _make_template_once(template)
            _copy(template, own)
        _connect_to(own)
    TransactionTestCase._fixture_teardown = lambda self: renew_database(template, own)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        _drop(own)


@pytest.fixture(scope="module")
def kept_records(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """For fixtures of a module's scope: what they make is there for every test of the file, and gone after the last.

    Each test begins with just that: its own changes are undone as ever. Mark the tests `django_db`: without the mark,
    a fixture of the cast may run before the test's own transaction begins. Not for files with transactional tests.
    """
    block = transaction.atomic()
    block._from_testcase = True  # as Django's own TestCase says it: what wants an outermost block takes this for none
    with django_db_blocker.unblock(), block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """The name of this test process among parallel ones."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def renew_database(template: str, own: str) -> None:
    """Undo what a test committed. Emptying the tables would also lose what migrations put there, and the history's
    tables refuse to be emptied.
    """
    connections.close_all()
    _copy(template, own)


@contextmanager
def database_of_its_own(name: str) -> Iterator[None]:
    """An empty database beside this process's own, for as long as the block lasts."""
    own = connection.settings_dict["NAME"]
    other = f"{own}_{name}"
    _drop(other)
    _run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", other)
    _connect_to(other)
    try:
        yield
    finally:
        connections.close_all()
        _connect_to(own)
        _drop(other)


def _template_of(database: str) -> str:
    return f"test_{database}_template"


def _leads(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = temporary_servers().folder
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_template_once(template: str) -> None:
    """Migrate an empty database, in the first process that comes here."""
    done = temporary_servers().folder / "template.done"
    if done.exists():
        return
    _drop(template)
    _run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", template)
    _connect_to(template)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()
    done.touch()


def _copy(template: str, own: str) -> None:
    _drop(own)
    _run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", own, template)


def _drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(statement: str, *names: str) -> None:
    """Run a statement about databases from the server's own one: none can be made or dropped from inside itself."""
    with closing(psycopg2.connect(**{**connection.get_connection_params(), "dbname": "postgres"})) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _connect_to(name: str) -> None:
    """Also for the commands that a test starts in a process of their own."""
    connection.close()
    connection.settings_dict["NAME"] = name
    address = urlsplit(os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
