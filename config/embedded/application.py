"""The processes of the product itself: web server, worker, beat and the mail sink, as plans for the supervisor."""

import http.client
import json
import socket
import sys
from collections.abc import Mapping

from config.embedded.listeners import LOOPBACK, port_of
from config.embedded.places import CHECKOUT, Places
from config.embedded.service import Plan

QUEUES = ("mail", "webhooks", "imports", "default")
OK = 200
_PYTHON = sys.executable


def web_plan(places: Places, environment: Mapping[str, str], listener: socket.socket, *, processes: int) -> Plan:
    """gunicorn on a socket that is already listening; the application is loaded once, before its processes fork."""
    command = [_PYTHON, "-m", "gunicorn", "config.wsgi:application", "--preload", "--bind", f"fd://{listener.fileno()}"]
    options = ["--workers", str(processes), "--threads", "4", "--graceful-timeout", "2", "--no-control-socket"]
    return Plan(
        name="web server",
        command=[*command, *options, "--access-logfile", "-", "--logger-class", "config.access_log.AccessLog"],
        log=places.logs / "web.log",
        record=places.run / "web.json",
        is_ready=lambda age: _fetch(port_of(listener), "/health/live")[0] == OK,
        environment=environment,
        folder=CHECKOUT,
        pass_fds=[listener.fileno()],
    )


def worker_plan(places: Places, environment: Mapping[str, str], *, web_port: int, log_level: str) -> Plan:
    """One Celery worker for every queue."""
    command = [_PYTHON, "-m", "celery", "-A", "config", "worker", "--queues", ",".join(QUEUES), "--concurrency", "2"]
    return Plan(
        name="worker",
        command=[*command, "--loglevel", log_level, "--without-gossip", "--without-mingle"],
        log=places.logs / "worker.log",
        record=places.run / "worker.json",
        is_ready=lambda age: _has_reported(web_port, "worker", within=age),
        environment=environment,
        folder=CHECKOUT,
    )


def beat_plan(places: Places, environment: Mapping[str, str], *, web_port: int, log_level: str) -> Plan:
    """Celery beat; when each task last ran is kept over restarts."""
    schedule = places.run / "beat-schedule"
    command = [_PYTHON, "-m", "celery", "-A", "config", "beat", "--schedule", str(schedule), "--pidfile", ""]
    return Plan(
        name="beat",
        command=[*command, "--loglevel", log_level],
        log=places.logs / "beat.log",
        record=places.run / "beat.json",
        is_ready=lambda age: _has_reported(web_port, "beat", within=age),
        environment=environment,
        folder=CHECKOUT,
    )


def mail_plan(places: Places, environment: Mapping[str, str], listener: socket.socket) -> Plan:
    """The local mail sink, on a socket that is already listening."""
    command = [_PYTHON, "-m", "config.embedded.mail_sink", "--descriptor", str(listener.fileno())]
    return Plan(
        name="mail sink",
        command=[*command, "--folder", str(places.mail)],
        log=places.logs / "mail.log",
        record=places.run / "mail.json",
        is_ready=lambda age: True,  # the socket listens from the start; messages wait in it
        environment=environment,
        folder=CHECKOUT,
        pass_fds=[listener.fileno()],
    )


def _has_reported(port: int, part: str, *, within: float) -> bool:
    """Whether the health page says that this part reported itself within so many seconds."""
    _status, body = _fetch(port, "/health/")
    try:
        return bool(json.loads(body)["checks"][part]["reported_seconds_ago"] + 1 < within)
    except (ValueError, KeyError):
        return False


def _fetch(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of our own web server's answer; status 0 while there is none."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
