"""`make run` in a copy of the checkout, as somebody at a terminal starts, uses and stops it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil

from config.embedded.places import CHECKOUT, places_of
from config.environment import VARIABLES

PATIENCE = 90  # seconds; the machine may be busy
_NOT_THEIRS = ("PYTHON", "DJANGO_", "ENTENTE_", "PYTEST_", "PG")


class Copy:
    """A copy of the checkout that shares its virtual environment, with a `make run` in it or not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.places = places_of(folder.resolve())
        self.process: subprocess.Popen[str] | None = None
        self._known: list[psutil.Process] = []
        _copy_files(folder)
        (folder / ".venv").symlink_to(CHECKOUT / ".venv")

    def make_run(self, **environment: str) -> subprocess.Popen[str]:
        """Start it in a process group of its own, as a terminal does."""
        with (self.folder / "run.log").open("a") as log:
            return subprocess.Popen(
                ["make", "run"],
                cwd=self.folder,
                env={**_clean_environment(), "PORT": str(self.port), **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def start(self) -> None:
        """`make run`, until everything is there."""
        self.process = self.make_run()
        self.wait_until_healthy()
        self._known = self.processes()

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command beside it."""
        return subprocess.run(
            [self.folder / ".venv/bin/python", "manage.py", *arguments],
            cwd=self.folder,
            env=_clean_environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def health(self) -> tuple[int, dict]:
        """Status and checks of the health page; status 0 while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read()).get("checks", {})
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def wait_until_healthy(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.health()[0] != 200:
            assert self.process.poll() is None, f"make run ended:\n{self.output()}"
            assert time.monotonic() < deadline, f"not healthy: {self.health()}\n{self.output()}"
            time.sleep(0.1)

    def pid_of(self, part: str) -> int | None:
        """The part's process; None in the moment between two."""
        try:
            return int(json.loads((self.places.run / f"{part}.json").read_text())["pid"])
        except (FileNotFoundError, ValueError):
            return None

    def kill(self, part: str) -> None:
        """kill -9, and wait until another process has taken its place."""
        killed = self.pid_of(part)
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while self.pid_of(part) in (killed, None):
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.05)

    def supervisor(self) -> int:
        return int(json.loads((self.places.run / "owner.json").read_text())["pid"])

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Signal the whole group at once, as a terminal does; returns the seconds until the end."""
        began = time.monotonic()
        os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE)
        return time.monotonic() - began

    def processes(self) -> list[psutil.Process]:
        """Everything that descends from the `make run` started last."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def left_over(self, seconds: float = 0.0) -> list[psutil.Process]:
        """Which of the processes seen when it had started still run after so many seconds."""
        _gone, alive = psutil.wait_procs(self._known, timeout=seconds)
        return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]

    def output(self) -> str:
        return (self.folder / "run.log").read_text()

    def end(self) -> None:
        """Whatever a test left."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.places.sockets, ignore_errors=True)


def _clean_environment() -> dict[str, str]:
    own = {variable.name for variable in VARIABLES}
    return {
        name: value for name, value in os.environ.items() if name not in own and not name.startswith(_NOT_THEIRS)
    } | {name: value for name, value in os.environ.items() if name.startswith("PYENV")}


def _copy_files(folder: Path) -> None:
    """What git knows or would take, so that the copy holds what is being worked on."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (CHECKOUT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
