"""The sockets `make run` listens on. It holds them itself, so that no connection is refused while a server restarts."""

import errno
import socket
import time
from pathlib import Path

from config.embedded.errors import EmbeddedError

LOOPBACK = "127.0.0.1"
_BACKLOG = 128


def listen_for_web(port: int, *, patience: float = 0.0) -> socket.socket:
    """Listen on the port, waiting `patience` seconds for it to become free.

    Raises `EmbeddedError` that says how to choose another.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _listen(port)
        except OSError as fault:
            if fault.errno == errno.EACCES:
                raise EmbeddedError(
                    f"Port {port} needs rights you do not have. Choose one above 1023: {_how()}"
                ) from fault
            if time.monotonic() >= deadline:
                raise EmbeddedError(f"Port {port} is taken by another program. Choose another: {_how()}") from fault
            time.sleep(0.1)


def listen_for_mail(port_file: Path) -> socket.socket:
    """Listen on the port of last time, where it is still free, else on another, and note which."""
    noted = port_file.read_text().strip() if port_file.exists() else ""
    try:
        listener = _listen(int(noted) if noted.isdigit() else 0)
    except OSError:
        listener = _listen(0)
    port_file.write_text(f"{port_of(listener)}\n")
    return listener


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _how() -> str:
    return "PORT=8080 make run"
