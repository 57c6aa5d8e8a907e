"""Secrets generated on this machine at first use and kept under var/, readable by their owner only."""

import os
import secrets
from pathlib import Path

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for one another


def secret_key(folder: Path) -> str:
    """The signing key of a development checkout."""
    return _kept(folder / "secret-key", secrets.token_urlsafe(50))


def demo_password(folder: Path) -> str:
    """The password of the demo log-ins, easy to type: four groups of four letters."""
    return _kept(folder / "demo-password", "-".join(_group() for _ in range(4)))


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def _kept(path: Path, proposal: str) -> str:
    """What the file holds; the proposal is written where there is none. Of two processes at once, one wins for both."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(proposal + "\n")
        try:
            os.link(unfinished, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            unfinished.unlink()
    return path.read_text().strip()
