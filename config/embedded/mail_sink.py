"""A mail server for one machine: accepts every message over SMTP and writes it to a folder as an .eml file."""

import argparse
import asyncio
import datetime as dt
import os
import secrets
import signal
import socket
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Folder:
    """Keeps messages as files named after the time they came, so that a listing shows them in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        """Write one message, whole or not at all, before the sender is told that it was taken."""
        now = dt.datetime.now(dt.UTC)
        name = f"{now:%Y%m%dT%H%M%S.%f}-{secrets.token_hex(3)}"
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(_with_envelope(envelope))
        unfinished.replace(self._folder / f"{name}.eml")
        return "250 Message kept"


def _with_envelope(envelope: Envelope) -> bytes:
    """The message as it came, with the envelope's addresses in front: Bcc recipients show nowhere else."""
    content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    lines = [f"X-Envelope-From: {envelope.mail_from}", *(f"X-Envelope-To: {address}" for address in envelope.rcpt_tos)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace") + content


async def serve(listener: socket.socket, folder: Path) -> None:
    """Take messages from the listening socket until SIGTERM."""
    handler = Folder(folder)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, hostname="localhost"), sock=listener
    )
    async with server:
        await ended.wait()


def main() -> None:
    """Serve on the socket that the parent process opened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--descriptor", type=int, required=True, help="file descriptor of the listening socket")
    parser.add_argument("--folder", type=Path, required=True, help="where messages are written")
    options = parser.parse_args()
    os.umask(0o077)
    asyncio.run(serve(socket.socket(fileno=options.descriptor), options.folder))


if __name__ == "__main__":
    main()
