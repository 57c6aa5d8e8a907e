"""What an earlier run may have left running: each service notes its process, and its next start ends what is left.

On Linux the kernel ends children with their parent, so that this is mostly a matter of waiting for them.
"""

import json
import signal
from pathlib import Path

import psutil

_PATIENCE = 5.0  # seconds for each request to end
_SAME_START = 2.0  # seconds: two readings of one process's start differ by less


def note_process(record: Path, pid: int) -> None:
    """Remember the process started last for this service."""
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps({"pid": pid, "started": psutil.Process(pid).create_time()}))


def end_left_behind(record: Path, stop_signal: signal.Signals = signal.SIGTERM) -> bool:
    """End the process noted in `record`, first asking, then insisting. True where it still ran."""
    process = _still_running(record)
    if process is not None:
        _end(process, stop_signal)
    record.unlink(missing_ok=True)
    return process is not None


def _end(process: psutil.Process, stop_signal: signal.Signals) -> None:
    for order in (stop_signal, signal.SIGQUIT, signal.SIGKILL):
        try:
            process.send_signal(order)
            process.wait(_PATIENCE)
        except psutil.TimeoutExpired:
            continue
        except psutil.NoSuchProcess:
            pass  # it ended by itself
        return


def _still_running(record: Path) -> psutil.Process | None:
    """The noted process itself, not another that has its number by now."""
    try:
        noted = json.loads(record.read_text())
        process = psutil.Process(noted["pid"])
        is_same = abs(process.create_time() - noted["started"]) < _SAME_START
    except (FileNotFoundError, ValueError, KeyError, psutil.NoSuchProcess):
        return None
    return process if is_same else None
