"""The embedded servers together: which are needed, and bringing them up."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from config.embedded import postgres
from config.embedded.housing import house_postgres
from config.embedded.places import Places
from config.embedded.valkey import valkey_plan
from config.embedded.watch import Watch
from config.environment import read


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


def needs_of_environment(environment: Mapping[str, str] = os.environ) -> Needs:
    """What the environment does not name has to be embedded."""
    return Needs(database=not read("DATABASE_URL", environment), broker=not read("BROKER_URL", environment))


def start_servers(watch: Watch, places: Places, needs: Needs, *, keeps: bool = True) -> None:
    """Bring up what is needed and return when it answers. `keeps` is False for tests: quick, and nothing survives.

    Raises `EmbeddedError` where a server cannot be had or does not start; stop the watch even then.
    """
    started = []
    if needs.broker:
        started.append(watch.start(valkey_plan(places, keeps=keeps)))
    if needs.database:
        housing = house_postgres(places)
        if postgres.make_cluster(places, housing):
            watch.say("database made")
        settings = postgres.KEEPING if keeps else postgres.PASSING
        started.append(watch.start(postgres.postgres_plan(places, housing, settings=settings)))
    for service in started:
        watch.wait_for(service)
    if needs.database:
        postgres.make_database(places)
