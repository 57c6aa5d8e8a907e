"""The step between the servers and the web site: `manage.py prepare`, with its progress shown as it goes."""

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from config.embedded import processes
from config.embedded.errors import EmbeddedError
from config.embedded.places import CHECKOUT, Places

PROGRESS = "progress: "  # begins a line meant for the person at the terminal
_TICK = 0.05
_LAST_LINES = 20


def prepare(
    places: Places,
    environment: Mapping[str, str],
    *,
    say: Callable[[str], None],
    pause: Callable[[float], None],
) -> None:
    """Bring the database up to date, with the demo register where it is empty.

    Raises `EmbeddedError` with what the command printed last when it fails; what `pause` raises ends it.
    """
    log = places.logs / "prepare.log"
    log.unlink(missing_ok=True)
    process = processes.start(
        [sys.executable, CHECKOUT / "manage.py", "prepare"], log=log, environment=environment, folder=CHECKOUT
    )
    try:
        said = 0
        while process.poll() is None:
            pause(_TICK)
            said = _say_news(log, said, say)
        _say_news(log, said, say)
    finally:
        processes.stop([(process, signal.SIGTERM)], seconds=1.0)
    _require_success(process, log)


def _say_news(log: Path, said: int, say: Callable[[str], None]) -> int:
    """Say the progress lines not said yet; returns how many there are now."""
    whole_lines = log.read_text(errors="replace").rpartition("\n")[0].splitlines()
    lines = [line.removeprefix(PROGRESS) for line in whole_lines if line.startswith(PROGRESS)]
    for line in lines[said:]:
        say(line)
    return len(lines)


def _require_success(process: subprocess.Popen[bytes], log: Path) -> None:
    if process.returncode == 0:
        return
    lines = [line for line in log.read_text(errors="replace").splitlines() if not line.startswith(PROGRESS)]
    raise EmbeddedError("\n".join(["The database could not be prepared:", *lines[-_LAST_LINES:]]))
