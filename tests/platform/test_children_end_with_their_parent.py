"""On Linux, what a process started ends with it, even on kill -9."""

import subprocess
import sys
import time

import psutil
import pytest

from config.embedded.places import CHECKOUT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")

PARENT = """
import pathlib, sys, time
from config.embedded import processes
child = processes.start([sys.executable, "-c", "import time; time.sleep(60)"], log=pathlib.Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path / "log"], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    child = psutil.Process(int(parent.stdout.readline()))

    parent.kill()
    parent.wait()

    _gone, alive = psutil.wait_procs([child], timeout=5)
    assert not alive or alive[0].status() == psutil.STATUS_ZOMBIE


def test_a_child_that_is_wanted_lives_on_while_its_parent_does(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path / "log"], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    )
    child = psutil.Process(int(parent.stdout.readline()))
    time.sleep(0.3)

    assert child.is_running()
    parent.kill()
    parent.wait()
