"""The register as it is right after loading."""

import datetime as dt

import pytest

from activities.demo.loading import load_demo
from core.actors import Actor, Source

LOADED_AT = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
PASSWORD = "demo-pass-word-demo"


def loader() -> Actor:
    """Who loads, as the command names itself."""
    return Actor.system("load_demo", source=Source.COMMAND, at=LOADED_AT)


@pytest.fixture(scope="module")
def register(kept_records: None) -> None:
    """The demonstration register, just loaded; loaded once for all tests of a file."""
    assert load_demo(by=loader(), password=PASSWORD)
