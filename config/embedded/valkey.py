"""The embedded Valkey server: the broker of a machine that has none of its own."""

import socket

from config.embedded.binaries import find_valkey
from config.embedded.places import Places
from config.embedded.service import Plan

DATABASES = 64


def valkey_plan(places: Places, *, keeps: bool = True) -> Plan:
    """How to run the server. Where it `keeps`, each write is in a log first, so that a kill -9 loses none."""
    places.valkey.mkdir(parents=True, exist_ok=True)
    places.sockets.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(places.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(places.valkey),
        "databases": str(DATABASES),
        "daemonize": "no",
        "appendonly": "yes" if keeps else "no",
        "save": "",
    }
    return Plan(
        name="broker",
        command=[find_valkey(), *(part for name, value in options.items() for part in (f"--{name}", value))],
        log=places.logs / "valkey.log",
        record=places.run / "valkey.json",
        is_ready=lambda age: _answers(places),
    )


def _answers(places: Places) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(str(places.valkey_socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
