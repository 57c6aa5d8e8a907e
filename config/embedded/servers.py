"""The embedded servers together: brought up, watched, and stopped."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.embedded import postgres, processes
from config.embedded.errors import EmbeddedError
from config.embedded.housing import house_postgres
from config.embedded.places import Places
from config.embedded.postgres import make_cluster, make_database, postgres_plan
from config.embedded.service import Plan, Service
from config.embedded.valkey import valkey_plan

READY_WITHIN = 60.0  # seconds; recovery after a crash of the machine may take a while
_TICK = 0.02


@dataclass(frozen=True)
class Needs:
    """Which of the two servers somebody needs here; the others were set from outside."""

    database: bool
    broker: bool

    def __bool__(self) -> bool:
        return self.database or self.broker

    def covers(self, other: "Needs") -> bool:
        """Whether servers brought up for these needs serve the other's too."""
        return (self.database or not other.database) and (self.broker or not other.broker)


class Servers:
    """PostgreSQL and Valkey of one set of places, as far as `needs` says.

    `keeps` is False for tests: quick, and nothing survives. `say` tells the person what happens; `pause` waits between
    looks and may raise to break off.
    """

    def __init__(
        self,
        places: Places,
        needs: Needs,
        *,
        keeps: bool = True,
        say: Callable[[str], None] = lambda line: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.services: list[Service] = []
        self._places = places
        self._needs = needs
        self._keeps = keeps
        self._say = say
        self._pause = pause

    def start(self) -> None:
        """Bring the servers up and return when they answer.

        Raises `EmbeddedError` where one cannot be had or does not start; call `stop` even then.
        """
        for plan in self._plans():
            self.services.append(Service(plan, say=self._say))
            self.services[-1].start()
        for service in self.services:
            self.wait_for(service)
            if self._needs.database and service.plan.name == "database":
                make_database(self._places)
            self._say(f"{service.plan.name} ready")

    def wait_for(self, service: Service, *, within: float = READY_WITHIN) -> None:
        """Return when the service answers, starting it again where it dies meanwhile."""
        deadline = time.monotonic() + within
        while not (service.is_running and service.plan.is_ready()):
            service.tend()
            if time.monotonic() > deadline:
                raise EmbeddedError(f"{service.plan.name} does not answer.\n{service.last_words()}")
            self._pause(_TICK)

    def stop(self, *, seconds: float = 10.0) -> None:
        """Stop them; PostgreSQL is asked to end in order."""
        ends = [(service.process, service.plan.stop_signal) for service in self.services if service.process]
        processes.stop(ends, seconds=seconds)

    def _plans(self) -> Iterator[Plan]:
        if self._needs.database:
            housing = house_postgres(self._places)
            if make_cluster(self._places, housing):
                self._say("database made")
            settings = postgres.KEEPING if self._keeps else postgres.PASSING
            yield postgres_plan(self._places, housing, settings=settings)
        if self._needs.broker:
            yield valkey_plan(self._places, keeps=self._keeps)
