"""Any number of management commands at once share one set of embedded servers."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from config.embedded.borrowed import borrowed_servers, needs_of
from config.embedded.errors import EmbeddedError
from config.embedded.locks import Lock
from config.embedded.ownership import Ownership, claim_for_run
from config.embedded.places import CHECKOUT, Places
from config.embedded.servers import Needs

BOTH = Needs(database=True, broker=True)
COMMAND = """
import pathlib, sys, time
import psycopg2
from config.embedded.borrowed import borrowed_servers
from config.embedded.places import Places
from config.embedded.servers import Needs
folder = pathlib.Path(sys.argv[1])
places = Places(var=folder / "var", sockets=folder / "s")
with borrowed_servers(Needs(database=True, broker=True), what="a command", places=places):
    print("in", flush=True)
    sys.stdin.readline()
    psycopg2.connect(host=str(places.sockets), user="entente", dbname="entente").close()
    print("used", flush=True)
print("out", flush=True)
"""


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="entente-", dir="/tmp") as folder:  # short, for the sockets
        yield Path(folder)


@pytest.fixture
def places(folder):
    return Places(var=folder / "var", sockets=folder / "s")


@pytest.fixture
def command(folder):
    started = []

    def command():
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", COMMAND, folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=CHECKOUT,
                bufsize=1,
            )
        )
        return started[-1]

    yield command
    for process in started:
        process.kill()
        process.communicate()


def go_on(process):
    process.stdin.write("\n")
    process.stdin.flush()


def finish(process):
    go_on(process)
    return process.stdout.readline(), process.stdout.readline()


@pytest.mark.full
def test_two_at_once_both_get_a_database(command):
    first, second = command(), command()

    assert (first.stdout.readline(), second.stdout.readline()) == ("in\n", "in\n")
    go_on(second)  # whichever owns the servers ends after the other
    go_on(first)
    assert (first.wait(15), second.wait(15)) == (0, 0)


@pytest.mark.full
def test_the_one_that_started_the_servers_waits_for_the_one_that_uses_them(command):
    owner = command()
    owner.stdout.readline()
    user = command()
    user.stdout.readline()

    go_on(owner)
    owner.stdout.readline()
    time.sleep(0.5)

    assert owner.poll() is None
    assert finish(user) == ("used\n", "out\n")
    assert owner.wait(15) == 0


def test_the_servers_are_gone_when_the_last_command_ends(command, places):
    only = command()
    only.stdout.readline()

    finish(only)
    only.wait(15)

    assert list(places.sockets.iterdir()) == []


@pytest.mark.full
def test_a_command_asked_to_end_stops_its_servers(command, places):
    only = command()
    only.stdout.readline()

    only.send_signal(signal.SIGTERM)

    assert only.wait(15) == 128 + signal.SIGTERM
    assert list(places.sockets.iterdir()) == []


@pytest.mark.full
def test_after_a_killed_command_the_next_one_works(command):
    killed = command()
    killed.stdout.readline()
    killed.kill()
    killed.wait()

    following = command()

    assert following.stdout.readline() == "in\n"
    assert finish(following) == ("used\n", "out\n")


def test_servers_that_do_not_cover_the_needs_are_refused_with_the_reason(places):
    running = Ownership(places)
    running.claim(what="make run", database=False, broker=False, address="http://127.0.0.1:1/")
    running.announce_ready()

    with (
        pytest.raises(EmbeddedError, match="runs with DATABASE_URL or BROKER_URL set"),
        borrowed_servers(BOTH, what="a command", places=places),
    ):
        pytest.fail("never gets here")

    running.withdraw()


def test_a_second_make_run_is_told_where_the_first_one_is(places):
    running = Ownership(places)
    running.claim(what="make run", database=True, broker=True, address="http://127.0.0.1:8000/")

    with pytest.raises(EmbeddedError, match=rf"already running .*pid {os.getpid()}.* at http://127.0.0.1:8000/"):
        claim_for_run(Ownership(places), BOTH, "http://127.0.0.1:9/", say=print, pause=time.sleep)

    running.withdraw()


def test_make_run_waits_for_a_command_and_says_so(places):
    running = Ownership(places)
    running.claim(what="manage.py shell", database=True, broker=True)
    said = []

    def pause(seconds):
        running.withdraw()

    claim_for_run(Ownership(places), BOTH, "http://127.0.0.1:9/", say=said.append, pause=pause)

    assert said == [f"waiting for manage.py shell (pid {os.getpid()}), which uses the embedded servers"]


def test_the_note_of_a_process_that_is_gone_counts_for_nothing(places):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ownership = Ownership(places)
    ownership.claim(what="make run", database=True, broker=True)
    note = places.run / "owner.json"
    note.write_text(note.read_text().replace(str(os.getpid()), str(gone.pid)))

    assert ownership.current_owner() is None
    ownership.withdraw()


def test_a_lock_is_free_again_when_its_holder_was_killed(folder):
    program = "import sys, time, pathlib; from config.embedded.locks import Lock\n"
    program += "print(Lock(pathlib.Path(sys.argv[1])).try_exclusive(), flush=True); time.sleep(60)"
    path = folder / "x.lock"
    holder = subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    holder.stdout.readline()
    assert not Lock(path).try_exclusive()

    holder.kill()
    holder.communicate()

    assert Lock(path).try_exclusive()


@pytest.mark.parametrize("arguments", [["check"], ["help"], ["--version"], ["migrate", "--help"], []])
def test_commands_that_touch_no_database_get_none(arguments, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert not needs_of(["manage.py", *arguments])


def test_other_commands_get_what_the_environment_does_not_name(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("BROKER_URL", "redis://elsewhere/0")

    assert needs_of(["manage.py", "migrate"]) == Needs(database=True, broker=False)
