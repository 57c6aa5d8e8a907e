"""Services watched over together: started, started again when they die, and stopped."""

import time
from collections.abc import Callable

from config.embedded import processes
from config.embedded.errors import EmbeddedError
from config.embedded.service import Plan, Service

READY_WITHIN = 60.0  # seconds; recovery after a crash of the machine may take a while
_TICK = 0.05


class Watch:
    """`say` tells the person what happens; `pause` waits between two looks and may raise to break off."""

    def __init__(
        self, *, say: Callable[[str], None] = lambda line: None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.say = say
        self._pause = pause
        self._services: list[Service] = []
        self._awaited: list[Service] = []

    @property
    def process_ids(self) -> list[int]:
        return [service.process.pid for service in self._services if service.process]

    def start(self, plan: Plan) -> Service:
        """Start a service and go on; `tend` says when it answers."""
        service = Service(plan, say=self.say)
        self._services.append(service)
        self._awaited.append(service)
        service.start()
        return service

    def wait_for(self, service: Service, *, within: float = READY_WITHIN) -> None:
        """Return when the service answers, starting it again where it dies meanwhile.

        Raises `EmbeddedError` with the end of its log when it does not answer `within` so many seconds.
        """
        deadline = time.monotonic() + within
        while not service.is_ready:
            service.tend()
            if time.monotonic() > deadline:
                raise EmbeddedError(f"{service.name} does not answer.\n{service.last_words()}")
            self._pause(_TICK)
        self._awaited.remove(service)
        self.say(f"{service.name} ready")

    def tend(self) -> None:
        """Look at each service once: start it again where it died, say so where it has come to answer.

        Raises `EmbeddedError` when one keeps dying.
        """
        for service in self._services:
            if service.tend() and service not in self._awaited:
                self._awaited.append(service)
        for service in list(self._awaited):
            if service.is_ready:
                self._awaited.remove(service)
                self.say(f"{service.name} ready")

    def stop(self, *, seconds: float) -> None:
        """Stop all of them together."""
        processes.stop(
            [(service.process, service.plan.stop_signal) for service in self._services if service.process],
            seconds=seconds,
        )
