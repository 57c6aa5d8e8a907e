"""Reading a file's text in a process of its own, which a hostile file may crash, fill or stall without harm."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.files.reading.__main__ import UNREADABLE

CHECKOUT = Path(__file__).resolve().parents[3]
SECONDS = 90


@dataclass(frozen=True)
class Found:
    """The text in a file; or, where it could not be read, why."""

    text: str = ""
    fault: str = ""


def read_text(file: IO[bytes], media_type: str, *, seconds: float = SECONDS) -> Found:
    """The text in a real file (one with a descriptor), from where it stands."""
    command = [sys.executable, "-m", "core.files.reading", media_type]
    try:
        done = subprocess.run(
            command, stdin=file, capture_output=True, timeout=seconds, cwd=CHECKOUT, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        return Found(fault="Reading it takes too long.")
    if done.returncode == 0:
        return Found(text=done.stdout.decode("utf-8"))
    if done.returncode == UNREADABLE:
        return Found(fault=_last_line(done.stderr))
    return Found(fault=f"The reader failed: {_last_line(done.stderr) or f'exit code {done.returncode}'}")


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", errors="replace").replace("\x00", "").strip().splitlines()
    return lines[-1][:200] if lines else ""
