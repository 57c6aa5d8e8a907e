"""Servers for one run of the tests: in a temporary folder, quick, gone afterwards. They never touch var/.

The addresses are decided before the servers exist, because the settings need them first; processes that this one starts
find the same ones through the environment.
"""

import os
import shutil
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from config.embedded.places import DATABASE, Places
from config.embedded.servers import Needs, needs_of_environment, start_servers
from config.embedded.watch import Watch
from config.environment import VARIABLES

_FOLDER = "ENTENTE_TEST_FOLDER"
_EMBEDDED = "ENTENTE_TEST_EMBEDDED"
_PREFIX = "entente-test-"
_KEPT = ("DATABASE_URL", "BROKER_URL")
_CACHE_NUMBERS = 32  # the broker's databases from here on hold caches


@dataclass(frozen=True)
class TemporaryServers:
    """Where one run of the tests keeps what it writes, and which servers it has to start itself."""

    folder: Path
    needs: Needs

    @property
    def places(self) -> Places:
        return Places(var=self.folder, sockets=self.folder / "sockets")

    def database_url(self) -> str:
        return f"postgres://{DATABASE}@/{DATABASE}?host={self.places.sockets}"

    def start(self) -> Watch:
        """Start them in a fresh folder; stop the watch, then call `remove`."""
        self.remove()
        _remove_abandoned(self.folder.parent)
        self.folder.mkdir(mode=0o700)
        watch = Watch()
        start_servers(watch, self.places, self.needs, keeps=False)
        return watch

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    """Remove what runs of the tests left that were killed: their folders are named after processes that are gone."""
    for folder in parent.glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX)
        if number.isdigit() and not psutil.pid_exists(int(number)) and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def temporary_servers(environment: MutableMapping[str, str] = os.environ) -> TemporaryServers:
    """The servers of this run of the tests, decided by the first process that asks."""
    if _FOLDER not in environment:
        needs = needs_of_environment(environment)
        environment[_FOLDER] = f"/tmp/{_PREFIX}{os.getpid()}"  # noqa: S108 -- short, for the sockets
        environment[_EMBEDDED] = " ".join(name for name in ("database", "broker") if getattr(needs, name))
    embedded = environment[_EMBEDDED].split()
    needs = Needs(database="database" in embedded, broker="broker" in embedded)
    return TemporaryServers(Path(environment[_FOLDER]), needs)


def use_temporary_servers(*, number: int, environment: MutableMapping[str, str] = os.environ) -> None:
    """Point the environment at the temporary servers, and forget the person's own settings, before settings are read.

    `number` tells parallel test processes apart: each has a broker database and a cache of its own.
    """
    servers = temporary_servers(environment)
    for variable in VARIABLES:
        if variable.name not in _KEPT:
            environment.pop(variable.name, None)
    environment["FILES_URL"] = servers.places.media.as_uri()
    if servers.needs.database and "DATABASE_URL" not in environment:
        environment["DATABASE_URL"] = servers.database_url()
    if servers.needs.broker:
        environment["BROKER_URL"] = servers.places.broker_url(number)
        environment["CACHE_URL"] = servers.places.broker_url(_CACHE_NUMBERS + number)
