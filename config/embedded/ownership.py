"""Who runs the embedded servers of a checkout: at most one owner at a time, with any number of users beside it.

The owner holds one lock from before the first server starts until after the last has stopped, and says in a note who it
is and whether the servers answer. Users hold a second lock together; an owner that is only a command waits for them.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import psutil

from config.embedded.errors import EmbeddedError
from config.embedded.locks import Lock
from config.embedded.places import Places
from config.embedded.servers import Needs


@dataclass(frozen=True)
class Owner:
    """What the note says. `address` is empty unless the owner is `make run`."""

    pid: int
    what: str
    address: str
    database: bool
    broker: bool
    ready: bool


class Ownership:
    """One process's claim on the servers of one set of places."""

    def __init__(self, places: Places) -> None:
        self._owner_lock = Lock(places.run / "owner.lock")
        self._users_lock = Lock(places.run / "users.lock")
        self._note = places.run / "owner.json"

    def claim(self, *, what: str, database: bool, broker: bool, address: str = "") -> bool:
        """Become the owner; False at once where there is one."""
        if not self._owner_lock.try_exclusive():
            return False
        self._write(Owner(os.getpid(), what, address, database, broker, ready=False))
        return True

    def announce_ready(self) -> None:
        """Tell users that the servers answer. For the owner."""
        current = self.current_owner()
        if current is not None:
            self._write(replace(current, ready=True))

    def current_owner(self) -> Owner | None:
        """What the owner's note says; None while it has written none, and for a note that outlived its process."""
        try:
            owner = Owner(**json.loads(self._note.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return owner if psutil.pid_exists(owner.pid) else None

    def try_use(self) -> bool:
        """Count as a user, or return False where the owner is just stopping the servers."""
        return self._users_lock.try_shared()

    def try_close_to_users(self) -> bool:
        """Keep new users out, or return False while there are any. For an owner about to stop."""
        return self._users_lock.try_exclusive()

    def stop_using(self) -> None:
        self._users_lock.release()

    def give_up(self) -> None:
        """Leave both locks. An owner removes its note first."""
        self._users_lock.close()
        self._owner_lock.close()

    def withdraw(self) -> None:
        """Remove the note and leave: the owner's last step, after the servers have stopped."""
        self._note.unlink(missing_ok=True)
        self.give_up()

    def _write(self, owner: Owner) -> None:
        unfinished = self._note.with_suffix(f".{owner.pid}")
        unfinished.write_text(json.dumps(asdict(owner)))
        unfinished.replace(self._note)


def claim_for_run(
    ownership: Ownership,
    needs: Needs,
    address: str,
    *,
    say: Callable[[str], None],
    pause: Callable[[float], None],
) -> None:
    """Become the owner for `make run`, after any management command that owns the servers just now.

    Raises `EmbeddedError` that names the other `make run` where there is one.
    """
    told = False
    while not ownership.claim(what="make run", database=needs.database, broker=needs.broker, address=address):
        owner = ownership.current_owner()
        if owner is not None and owner.address:
            raise EmbeddedError(f"already running in this folder (pid {owner.pid}) at {owner.address}")
        if owner is not None and not told:
            say(f"waiting for {owner.what} (pid {owner.pid}), which uses the embedded servers")
            told = True
        pause(0.1)
