"""The embedded PostgreSQL server: made, started, and found in order after any kind of death."""

import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2 import sql

from config.embedded import processes
from config.embedded.binaries import postgres_version
from config.embedded.errors import EmbeddedError
from config.embedded.housing import Housing
from config.embedded.places import DATABASE, Places, make_private_folder
from config.embedded.service import Plan

MARK = "Entente embedded demonstration database"
# Compiling a statement takes longer here than running it: many small conditions, few rows.
KEEPING: Mapping[str, str] = {"max_connections": "60", "jit": "off"}
PASSING: Mapping[str, str] = {  # for tests: quick, and worth nothing after a power cut
    **KEEPING,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


def postgres_plan(places: Places, housing: Housing, *, settings: Mapping[str, str] = KEEPING) -> Plan:
    """How to run the server. It listens on its unix socket only, in a folder only its own account can enter."""
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(places.sockets),
        "unix_socket_permissions": "0700",
        **settings,
    }
    return Plan(
        name="database",
        command=[
            housing.binaries / "postgres",
            "-D",
            housing.data,
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ],
        log=places.logs / "postgres.log",
        record=places.run / "postgres.json",
        is_ready=lambda age: _answers(places),
        stop_signal=signal.SIGINT,
        before_start=lambda: _make_startable(places, housing),
        identity=housing.identity,
        environment=_environment(),
        folder=housing.data,
    )


def make_cluster(places: Places, housing: Housing) -> bool:
    """Run initdb where there is no data folder yet; True where it did. A half-made one is never taken for whole."""
    if housing.data.exists():
        _require_same_version(housing)
        return False
    unfinished = housing.data.with_name(f"{housing.data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private_folder(unfinished, housing.identity.owner)
    log = places.logs / "initdb.log"
    command = [str(housing.binaries / "initdb"), "-D", str(unfinished), "-U", DATABASE, "-A", "trust", "-E", "UTF8"]
    options = ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    process = processes.start(
        [*command, *options], log=log, identity=housing.identity, environment=_environment(), folder=unfinished
    )
    if process.wait() != 0:
        raise EmbeddedError(f"initdb could not make the database; see {log}")
    unfinished.rename(housing.data)
    return True


def make_database(places: Places) -> None:
    """Create the database on a running server where it is missing, and mark it as embedded."""
    with closing(_connect(places)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(DATABASE), sql.Literal(MARK)))


def _connect(places: Places) -> Any:
    """Connect to the server's maintenance database, each statement its own transaction."""
    connection = psycopg2.connect(host=str(places.sockets), user=DATABASE, dbname="postgres", connect_timeout=2)
    connection.autocommit = True
    return connection


def _answers(places: Places) -> bool:
    try:
        _connect(places).close()
    except psycopg2.OperationalError:
        return False
    return True


def _make_startable(places: Places, housing: Housing) -> None:
    make_private_folder(places.sockets, housing.identity.owner)
    _clear_pid_file(housing.data / "postmaster.pid", housing.data)
    for left in places.sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _clear_pid_file(pid_file: Path, data: Path) -> None:
    """Remove the pid file of a server that is gone: its number may since belong to quite another process."""
    if not pid_file.exists():
        return
    first_line = pid_file.read_text().partition("\n")[0].strip()
    if first_line.isdigit() and _serves(int(first_line), data):
        raise EmbeddedError(
            f"A PostgreSQL server that Entente did not start (pid {first_line}) runs on {data}. Stop it."
        )
    pid_file.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and Path(process.cwd()) == data
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _require_same_version(housing: Housing) -> None:
    written_by = (housing.data / "PG_VERSION").read_text().strip()
    found = postgres_version(housing.binaries)
    if written_by != str(found):
        raise EmbeddedError(
            f"{housing.data} was written by PostgreSQL {written_by}, but {found} is installed. "
            "See docs/operations.md on moving to a new version, or remove the folder to start afresh."
        )


def _environment() -> dict[str, str]:
    """Nothing of the person's own PostgreSQL settings reaches the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
