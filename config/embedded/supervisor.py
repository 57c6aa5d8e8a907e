"""`make run`: everything the product needs on one machine, brought up in order, kept running, and stopped in order."""

import os
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from typing import NoReturn

from config.embedded import application, processes
from config.embedded.errors import Stopping
from config.embedded.greeting import greeting
from config.embedded.leftovers import end_left_behind
from config.embedded.listeners import LOOPBACK, listen_for_mail, listen_for_web
from config.embedded.ownership import Ownership, claim_for_run
from config.embedded.places import Places, places_of
from config.embedded.preparation import prepare
from config.embedded.progress import Progress
from config.embedded.servers import needs_of_environment, start_servers
from config.embedded.stop_request import StopRequest
from config.embedded.watch import Watch
from config.environment import read

_TICK = 0.25  # seconds between two looks at the services
_END_OF_APPLICATION = 2.5  # seconds; with what follows, everything has stopped within five
_END_OF_SERVERS = 1.5
_PATIENCE_FOR_PORT = 3.0  # after a kill -9, while the earlier web server is still ending


def run_everything() -> int:
    """Run until somebody stops it, and return the exit code. Raises `EmbeddedError` when it cannot start or go on."""
    try:
        with ExitStack() as at_the_end:
            Supervisor(places_of(), Progress(), StopRequest(), at_the_end).run()
    except Stopping:
        return 0


class Supervisor:
    """One `make run`. Whatever it takes or starts is undone by `at_the_end`, in reverse order."""

    def __init__(self, places: Places, progress: Progress, stop: StopRequest, at_the_end: ExitStack) -> None:
        self._places = places
        self._progress = progress
        self._pause = stop.pause
        self._at_the_end = at_the_end
        self._needs = needs_of_environment()
        self._port = read("PORT")
        self._servers = Watch(say=progress.say, pause=stop.pause)
        self._application = Watch(say=progress.say, pause=stop.pause)

    def run(self) -> NoReturn:
        """Bring everything up, then watch over it. Ends by an exception only."""
        ownership = self._claim()
        web = self._listen_for_web()
        mail = None if read("EMAIL_URL") else self._at_the_end.enter_context(listen_for_mail(self._places.mail_port))
        self._undo_at_the_end()
        start_servers(self._servers, self._places, self._needs)
        ownership.announce_ready()
        environment = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", **os.environ}
        prepare(self._places, environment, say=self._progress.say, pause=self._pause)
        self._start_application(environment, web, mail)
        self._watch()

    def _claim(self) -> Ownership:
        ownership = Ownership(self._places)
        self._at_the_end.callback(ownership.give_up)
        address = f"http://{LOOPBACK}:{self._port}/"
        claim_for_run(ownership, self._needs, address, say=self._progress.say, pause=self._pause)
        self._at_the_end.callback(ownership.withdraw)
        return ownership

    def _listen_for_web(self) -> socket.socket:
        was_left = end_left_behind(self._places.run / "web.json")
        listener = listen_for_web(self._port, patience=_PATIENCE_FOR_PORT if was_left else 0.0)
        return self._at_the_end.enter_context(listener)

    def _undo_at_the_end(self) -> None:
        processes.adopt_orphans()
        self._at_the_end.callback(self._progress.say, "stopped")
        self._at_the_end.callback(processes.end_orphans, known=())
        self._at_the_end.callback(self._servers.stop, seconds=_END_OF_SERVERS)
        self._at_the_end.callback(self._application.stop, seconds=_END_OF_APPLICATION)
        self._at_the_end.callback(self._progress.say, "stopping")

    def _start_application(
        self, environment: Mapping[str, str], web: socket.socket, mail: socket.socket | None
    ) -> None:
        start, log_level = self._application.start, read("LOG_LEVEL")
        web_server = start(application.web_plan(self._places, environment, web, processes=read("WEB_PROCESSES")))
        self._application.wait_for(web_server)
        self._greet(has_sink=mail is not None)
        start(application.worker_plan(self._places, environment, web_port=self._port, log_level=log_level))
        start(application.beat_plan(self._places, environment, web_port=self._port, log_level=log_level))
        if mail is not None:
            start(application.mail_plan(self._places, environment, mail))

    def _greet(self, *, has_sink: bool) -> None:
        address = read("BASE_URL") or f"http://{LOOPBACK}:{self._port}/"
        self._progress.show(greeting(self._places, address=address, is_demo=self._needs.database, has_sink=has_sink))

    def _watch(self) -> NoReturn:
        while True:
            before = self._process_ids()
            self._servers.tend()
            self._application.tend()
            if self._process_ids() != before:
                processes.end_orphans(known=self._process_ids())
            self._pause(_TICK)

    def _process_ids(self) -> list[int]:
        return [*self._servers.process_ids, *self._application.process_ids]
