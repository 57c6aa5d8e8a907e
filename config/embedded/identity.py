"""As which account the PostgreSQL server runs. It refuses to run as root, so root needs another way.

An ordinary user runs it as himself. Root runs it in a user namespace, where root's own number reads as an unprivileged
account's; where the machine refuses namespaces (containers often do), as that account itself.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError

CLONE_NEWUSER = 0x10000000
_UNPRIVILEGED = ("nobody", "daemon")


@dataclass(frozen=True)
class Identity:
    """How a forked child becomes the account that serves.

    `uid` and `gid` are the account as the child sees itself; `owner` is the account its files belong to on the disk.
    """

    uid: int
    gid: int
    owner: int
    enter: Callable[[], None]


def own_identity() -> Identity:
    """The account this process already has."""
    return Identity(uid=os.geteuid(), gid=os.getegid(), owner=os.geteuid(), enter=lambda: None)


def namespaced_identity(account: pwd.struct_passwd) -> Identity:
    """Root, called `account` inside a user namespace of its own; files stay root's. Linux only."""

    def enter() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "user namespaces are refused")
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{account.pw_uid} 0 1")
        _write("/proc/self/gid_map", f"{account.pw_gid} 0 1")

    return Identity(uid=account.pw_uid, gid=account.pw_gid, owner=0, enter=enter)


def switched_identity(account: pwd.struct_passwd) -> Identity:
    """Another existing account, taken on for good."""

    def enter() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return Identity(uid=account.pw_uid, gid=account.pw_gid, owner=account.pw_uid, enter=enter)


def possible_identities(data: Path) -> list[Identity]:
    """The identities worth trying for a server whose files are, or will be, in `data`; the best first.

    Raises `EmbeddedError` when the data is another user's.
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise EmbeddedError(f"{data} belongs to {_name(owner)}. Run as that user, or remove it to start afresh.")
        return [own_identity()]
    if owner:
        return [switched_identity(pwd.getpwuid(owner))]
    account = _unprivileged_account()
    switched = switched_identity(account)
    return [namespaced_identity(account), switched] if sys.platform == "linux" else [switched]


def is_able(identity: Identity, *, to_run: Path, beside: Path) -> bool:
    """Whether a process with this identity can run the program and reach the folder. Tried in a forked child."""
    child = os.fork()
    if child == 0:
        try:
            identity.enter()
            os._exit(0 if os.access(to_run, os.X_OK) and os.access(beside, os.X_OK) else 1)
        except BaseException:  # a forked child must end here, whatever happened
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _unprivileged_account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has no account 'nobody' to run it as. "
        "Start as an ordinary user, or set DATABASE_URL to a database server."
    )


def _name(uid: int | None) -> str:
    try:
        return f"the user {pwd.getpwuid(uid or 0).pw_name}"
    except KeyError:
        return f"the user number {uid}"


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:  # noqa: PTH123 -- runs between fork and exec: as little as possible
        file.write(text)
