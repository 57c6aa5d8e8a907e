"""Where the embedded servers of one checkout keep what they write, and how to reach them."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.embedded.errors import EmbeddedError

DATABASE = "entente"
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The folders of one set of servers.

    `sockets` is short because the path of a unix socket may have at most 107 bytes (103 on macOS).
    """

    var: Path
    sockets: Path

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def valkey(self) -> Path:
        return self.var / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def media(self) -> Path:
        """The files of documents."""
        return self.var / "media"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    @property
    def mail_port(self) -> Path:
        """Holds the number of the port the mail sink listens on, chosen at the first `make run`."""
        return self.var / "mail-port"

    @property
    def run(self) -> Path:
        """Locks and notes that only mean something while processes run."""
        return self.var / "run"

    def database_settings(self) -> dict[str, Any]:
        """The embedded database as an entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": DATABASE,
            "HOST": str(self.sockets),
            "PORT": "",
        }

    def broker_url(self, number: int = 0) -> str:
        """The embedded Valkey server's database `number`, as Celery names it."""
        return f"redis+socket://{self.valkey_socket}?virtual_host={number}"

    def mail_url(self) -> str:
        """The mail sink's address. Before there ever was a sink nothing answers there, and mail waits to be sent."""
        port = self.mail_port.read_text().strip() if self.mail_port.exists() else "1025"
        return f"smtp://127.0.0.1:{port}"


def places_of(checkout: Path = CHECKOUT) -> Places:
    """The places of one checkout; every process of it arrives at the same ones."""
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
    return Places(var=checkout / "var", sockets=Path("/tmp") / f"entente-{digest}")  # noqa: S108 -- must be short


def make_private_folder(folder: Path, owner: int) -> None:
    """Make `folder` with mode 0700 for the account `owner`.

    Raises `EmbeddedError` when somebody else made it first: /tmp is open to everyone.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise EmbeddedError(f"{folder} belongs to another user. Remove it and start again.")
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)
