"""One process that is kept running: started again when it dies, given up when it keeps dying."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded import leftovers, processes
from config.embedded.errors import EmbeddedError
from config.embedded.identity import Identity

MOST_QUICK_DEATHS = 5
QUICK = 60.0  # seconds: a process that lived longer died of something new
_LAST_LINES = 8


def _nothing() -> None:
    """What most services need before they start."""


@dataclass(frozen=True)
class Plan:
    """What a service runs, and what it needs.

    `record` notes the running process for the next start. `before_start` runs before every start. `environment`
    replaces this process's own. `is_ready` tells, within about two seconds, whether the service answers; it is given
    how many seconds ago the process started.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    record: Path
    is_ready: Callable[[float], bool]
    stop_signal: signal.Signals = signal.SIGTERM
    before_start: Callable[[], None] = _nothing
    identity: Identity | None = None
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    pass_fds: Sequence[int] = ()


class Service:
    """A plan being carried out. `say` tells the person at the terminal what happened."""

    def __init__(self, plan: Plan, *, say: Callable[[str], None]) -> None:
        self.plan = plan
        self.process: subprocess.Popen[bytes] | None = None
        self._say = say
        self._quick_deaths = 0
        self._started_at = 0.0
        self._start_at = 0.0

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def is_ready(self) -> bool:
        return self.is_running and self.plan.is_ready(time.monotonic() - self._started_at)

    def start(self) -> None:
        """Start the process now, ending first what an earlier run may have left of it."""
        leftovers.end_left_behind(self.plan.record, self.plan.stop_signal)
        self.plan.before_start()
        self.process = processes.start(
            self.plan.command,
            log=self.plan.log,
            stop_signal=self.plan.stop_signal,
            identity=self.plan.identity,
            environment=self.plan.environment,
            folder=self.plan.folder,
            pass_fds=self.plan.pass_fds,
        )
        self._started_at = time.monotonic()
        leftovers.note_process(self.plan.record, self.process.pid)

    def tend(self) -> bool:
        """Notice a death and start again, after a pause that doubles with each quick death. True where it started.

        Raises `EmbeddedError` when the process died quickly too often.
        """
        if self.is_running:
            return False
        if self.process is not None:
            self._note_death(self.process)
        if time.monotonic() < self._start_at:
            return False
        self.start()
        return True

    def _note_death(self, process: subprocess.Popen[bytes]) -> None:
        lived = time.monotonic() - self._started_at
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK else 1
        processes.kill_group(process.pid)
        self.process = None
        how = _how_it_ended(process.returncode)
        if self._quick_deaths >= MOST_QUICK_DEATHS:
            raise EmbeddedError(f"{self.name} {how} {self._quick_deaths} times in a row.\n{self.last_words()}")
        pause = 0.25 * 2 ** (self._quick_deaths - 1)
        self._start_at = time.monotonic() + pause
        self._say(f"{self.name} {how}; starting it again in {pause:g} s (see {_near(self.plan.log)})")

    def last_words(self) -> str:
        """The end of the service's log, with where to read the rest."""
        lines = self.plan.log.read_text(errors="replace").splitlines() if self.plan.log.exists() else []
        return "\n".join([*(f"  | {line}" for line in lines[-_LAST_LINES:]), f"  All of it: {_near(self.plan.log)}"])


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"stopped with exit code {code}"
    return f"was killed by signal {signal.Signals(-code).name}"


def _near(path: Path) -> str:
    """The path as seen from the current folder, where that is shorter."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else os.fspath(path)
