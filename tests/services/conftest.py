"""One `make run` for the tests that only use it; its own for those that end it."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded.places import CHECKOUT
from tests.services.running import Copy


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
