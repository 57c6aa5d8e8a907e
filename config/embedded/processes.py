"""Starting and stopping processes so that none outlives the one that started it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import psutil

from config.embedded.identity import Identity, own_identity

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_TICK = 0.02
_AT_ONCE = 0.5  # seconds
_LOG_LIMIT = 10_000_000  # bytes; a longer log is set aside when its process next starts


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    identity: Identity | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a foreground process in a process group of its own, writing to `log`.

    On Linux the kernel sends it `stop_signal` when the starting process dies, however it dies. It does so already when
    the starting *thread* ends, so call this from the main thread.
    """
    with _opened(log) as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            pass_fds=pass_fds,
            preexec_fn=_child_preparation(identity or own_identity(), stop_signal),
        )


def stop(running: Iterable[tuple[subprocess.Popen[bytes], signal.Signals]], *, seconds: float) -> None:
    """Ask all of them to end, together; after `seconds` end at once what has not, with everything it started."""
    processes = [(process, order) for process, order in running if process.poll() is None]
    for process, stop_signal in processes:
        process.send_signal(stop_signal)
    insistent = _not_ended([process for process, _order in processes], seconds)
    for process in insistent:
        process.send_signal(signal.SIGQUIT)  # PostgreSQL: stop now and recover at the next start
    _not_ended(insistent, _AT_ONCE)
    for process, _order in processes:
        kill_group(process.pid)
        process.wait()


def _not_ended(processes: Sequence[subprocess.Popen[bytes]], seconds: float) -> list[subprocess.Popen[bytes]]:
    """Those that still run after at most so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(process.poll() is None for process in processes):
        time.sleep(_TICK)
    return [process for process in processes if process.poll() is None]


def kill_group(leader: int) -> None:
    """Kill what is left of a process group that `start` made."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nothing is left of it


def adopt_orphans() -> None:
    """Become the parent of what our children leave behind, so that it can be ended. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_orphans(known: Iterable[int]) -> None:
    """Kill and reap the children of this process that are none of the `known` ones."""
    expected = set(known)
    for child in psutil.Process().children():
        if child.pid not in expected:
            try:
                child.kill()
                os.waitpid(child.pid, 0)
            except (psutil.NoSuchProcess, ChildProcessError):
                continue  # it ended by itself


def _child_preparation(identity: Identity, stop_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        os.setpgid(0, 0)
        identity.enter()
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)  # last: a change of credentials clears it
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def _opened(log: Path) -> BinaryIO:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".previous.log"))
    return log.open("ab")
