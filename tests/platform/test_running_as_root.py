"""PostgreSQL refuses to run as root; root gets a server all the same, and without touching accounts or modes."""

import os
import pwd
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.embedded import housing, identity
from config.embedded.errors import EmbeddedError
from config.embedded.housing import house_postgres
from config.embedded.identity import namespaced_identity, possible_identities, switched_identity
from config.embedded.places import DATABASE, Places
from config.embedded.servers import Needs, start_servers
from config.embedded.watch import Watch

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def watch():
    watch = Watch()
    yield watch
    watch.stop(seconds=5)


@pytest.fixture
def open_places():
    """A folder every account can reach."""
    with tempfile.TemporaryDirectory(prefix="entente-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Places(var=Path(folder) / "var", sockets=Path(folder) / "s")


@pytest.fixture
def closed_places(open_places):
    """A folder only root can reach, as root's home is."""
    closed = open_places.var.parent / "closed"
    closed.mkdir(mode=0o700)
    places = Places(var=closed / "var", sockets=open_places.sockets)
    yield places
    shutil.rmtree(housing._outside(places), ignore_errors=True)


def only(monkeypatch, *identities):
    monkeypatch.setattr(housing, "possible_identities", lambda data: list(identities))


def serves(places):
    with closing(psycopg2.connect(host=str(places.sockets), user=DATABASE, dbname=DATABASE)) as connection:
        return connection.server_version > 0


def start(watch, places):
    start_servers(watch, places, Needs(database=True, broker=False))
    return psutil.Process(watch.process_ids[0])


@pytest.mark.skipif(sys.platform != "linux", reason="user namespaces are Linux's")
def test_in_a_user_namespace_the_data_stay_roots(watch, closed_places, monkeypatch):
    only(monkeypatch, namespaced_identity(NOBODY))
    try:
        start(watch, closed_places)
    except EmbeddedError:
        pytest.skip("this machine refuses user namespaces")

    assert serves(closed_places)
    assert closed_places.postgres.stat().st_uid == 0


def test_without_namespaces_an_unprivileged_account_serves(watch, open_places, monkeypatch):
    only(monkeypatch, switched_identity(NOBODY))

    server = start(watch, open_places)

    assert server.uids().real == NOBODY.pw_uid
    assert house_postgres(open_places).data.stat().st_uid == NOBODY.pw_uid  # outside, if the checkout is private
    assert serves(open_places)


def test_what_that_account_cannot_reach_is_kept_outside(watch, closed_places, monkeypatch):
    only(monkeypatch, switched_identity(NOBODY))

    server = start(watch, closed_places)

    assert server.uids().real == NOBODY.pw_uid
    assert not closed_places.postgres.exists()
    assert house_postgres(closed_places).data.stat().st_uid == NOBODY.pw_uid
    assert serves(closed_places)


def test_data_of_an_ordinary_user_are_served_as_that_user(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    os.chown(data, NOBODY.pw_uid, -1)

    (chosen,) = possible_identities(data)

    assert chosen.owner == NOBODY.pw_uid


def test_where_no_account_will_do_the_person_is_told_what_to_do(open_places, monkeypatch):
    def refuse():
        raise PermissionError

    refused = identity.Identity(uid=1, gid=1, owner=0, enter=refuse)
    only(monkeypatch, refused)

    with pytest.raises(EmbeddedError, match="Start as an ordinary user, or set DATABASE_URL"):
        house_postgres(open_places)

    shutil.rmtree(housing._outside(open_places), ignore_errors=True)
