"""One `make run` for the tests that only use it; its own for those that end it."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded.places import CHECKOUT
from tests.services.running import Copy


@pytest.fixture(scope="module", autouse=True)
def signals_as_in_a_terminal():
    """A shell ignores signals for what it starts in the background, and `make run` respects that (see `StopRequest`):
    its signals could not be tested from `make test-services &`.
    """
    ignored = [each for each in (signal.SIGINT, signal.SIGHUP) if signal.getsignal(each) is signal.SIG_IGN]
    for each in ignored:
        signal.signal(each, signal.SIG_DFL)
    yield
    for each in ignored:
        signal.signal(each, signal.SIG_IGN)


@pytest.fixture(scope="module")
def copy():
    """A copy of the checkout, not running yet. It shares the environment, which must not change under the tests."""
    subprocess.run([sys.executable, CHECKOUT / "config/bootstrap.py", "dev"], check=True)
    with tempfile.TemporaryDirectory(prefix="entente-services-") as folder:
        made = Copy(Path(folder))
        yield made
        made.end()


@pytest.fixture
def running(copy):
    """A healthy `make run`; started again where an earlier test ended it."""
    if copy.process is None or copy.process.poll() is not None:
        copy.start()
    copy.wait_until_healthy()
    return copy
