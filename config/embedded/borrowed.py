"""The embedded servers for the duration of one management command.

Beside a running `make run`, or another command that brought them up, they are shared; otherwise this command brings
them up and stops them at its end, when no other command uses them any more.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from config.embedded.binaries import find_postgres
from config.embedded.errors import EmbeddedError
from config.embedded.ownership import Owner, Ownership
from config.embedded.places import Places, places_of
from config.embedded.servers import Needs, needs_of_environment, start_servers
from config.embedded.watch import READY_WITHIN, Watch

# Commands that touch neither database nor broker. Any other may, so it gets them.
WITHOUT_SERVERS = frozenset(
    {
        "",
        "--help",
        "--version",
        "-h",
        "check",
        "check_translations",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "spectacular",
        "startapp",
        "startproject",
        "up",
        "version",
        "write_docs",
    }
)
_TICK = 0.05
_END_OF_SERVERS = 10.0  # seconds
_SAY_AFTER = 1.0  # seconds of waiting that need no explanation


def needs_of(arguments: Sequence[str]) -> Needs:
    """What the command line needs embedded: what it may use and the environment does not name."""
    command = arguments[1] if len(arguments) > 1 else ""
    if command in WITHOUT_SERVERS or {"--help", "-h"} & set(arguments):
        return Needs(database=False, broker=False)
    return needs_of_environment()


@contextmanager
def borrowed_servers(needs: Needs, *, what: str, places: Places | None = None) -> Iterator[None]:
    """Make sure the servers answer inside the block.

    Raises `EmbeddedError` where they cannot be brought up or the ones running do not cover the needs.
    """
    if not needs:
        yield
        return
    _offer_client_programs(needs)
    places = places or places_of()
    ownership = Ownership(places)
    try:
        if _becomes_owner(ownership, needs, what):
            with _owned_servers(ownership, needs, places):
                yield
        else:
            yield
    finally:
        ownership.give_up()


def _offer_client_programs(needs: Needs) -> None:
    """`manage.py dbshell` runs psql; where the machine has none, the one that came with the server does."""
    if needs.database and shutil.which("psql") is None:
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(find_postgres())])


def _becomes_owner(ownership: Ownership, needs: Needs, what: str) -> bool:
    """Return True once this process owns the servers, False once it may use another's."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if ownership.claim(what=what, database=needs.database, broker=needs.broker):
            ownership.stop_using()
            return True
        if ownership.try_use() and _is_usable(ownership.current_owner(), needs):
            return False
        time.sleep(_TICK)
    owner = ownership.current_owner()
    raise EmbeddedError(f"The embedded servers of {owner.what if owner else 'another process'} do not come up.")


def _is_usable(owner: Owner | None, needs: Needs) -> bool:
    if owner is None or not owner.ready:
        return False
    if not Needs(owner.database, owner.broker).covers(needs):
        raise EmbeddedError(
            f"{owner.what} (pid {owner.pid}) runs with DATABASE_URL or BROKER_URL set, "
            "so the embedded servers are not up. Set the same for this command, or stop that process."
        )
    return True


@contextmanager
def _owned_servers(ownership: Ownership, needs: Needs, places: Places) -> Iterator[None]:
    servers = Watch()
    previous = signal.signal(signal.SIGTERM, _end_in_order)
    try:
        start_servers(servers, places, needs)
        ownership.announce_ready()
        try:
            yield
        finally:
            _wait_for_users(ownership)
    finally:
        servers.stop(seconds=_END_OF_SERVERS)
        ownership.withdraw()
        signal.signal(signal.SIGTERM, previous)


def _wait_for_users(ownership: Ownership) -> None:
    """Ctrl-C ends the wait."""
    began, told = time.monotonic(), False
    while not ownership.try_close_to_users():
        if not told and time.monotonic() - began > _SAY_AFTER:
            print("Another command still uses the embedded database; waiting for it.", file=sys.stderr)  # noqa: T201
            told = True
        time.sleep(_TICK)


def _end_in_order(signum: int, frame: object) -> None:
    """SIGTERM ends a command as sys.exit does, so that the servers are stopped."""
    sys.exit(128 + signum)


def description(arguments: Sequence[str]) -> str:
    """The command line as another user of the checkout should read it."""
    return " ".join([os.path.basename(arguments[0]), *arguments[1:2]])  # noqa: PTH119 -- no path is opened
