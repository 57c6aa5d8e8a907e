"""A service that dies is started again; one that keeps dying is given up."""

import signal
import sys
import time

import psutil
import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.service import MOST_QUICK_DEATHS, Plan
from config.embedded.watch import Watch

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
FAILS = "print('out of cheese'); raise SystemExit(3)"


@pytest.fixture
def said():
    return []


@pytest.fixture
def watch(said):
    watch = Watch(say=said.append)
    yield watch
    watch.stop(seconds=1)


@pytest.fixture
def plan(tmp_path):
    def plan(program, **changes):
        log = tmp_path / "log" / "thing.log"
        return Plan(
            **{
                "name": "thing",
                "command": [sys.executable, "-c", program],
                "log": log,
                "record": tmp_path / "thing.json",
                "is_ready": lambda age: log.exists() and "up" in log.read_text(),
                **changes,
            }
        )

    return plan


def tend_until(watch, condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        watch.tend()
        time.sleep(0.02)


def test_a_killed_service_is_started_again_and_that_is_said(watch, plan, said):
    service = watch.start(plan(SLEEPS))
    watch.wait_for(service)
    first = service.process.pid

    service.process.send_signal(signal.SIGKILL)
    tend_until(watch, lambda: said[-1] == "thing ready" and service.process.pid != first)

    assert any(line.startswith("thing was killed by signal SIGKILL; starting it again in 0.25 s") for line in said)


@pytest.mark.full
def test_a_service_that_keeps_dying_is_given_up_with_the_end_of_its_log(watch, plan, said):
    watch.start(plan(FAILS))

    with pytest.raises(EmbeddedError, match="out of cheese") as given_up:
        tend_until(watch, lambda: False)

    assert f"stopped with exit code 3 {MOST_QUICK_DEATHS} times in a row" in str(given_up.value)
    pauses = [line.split("again in ")[1].split(" s")[0] for line in said]
    assert pauses == ["0.25", "0.5", "1", "2"], "the pause doubles with each quick death"


def test_a_service_that_never_answers_is_named(watch, plan):
    service = watch.start(plan(SLEEPS, is_ready=lambda age: False))

    with pytest.raises(EmbeddedError, match="thing does not answer"):
        watch.wait_for(service, within=0.3)


def test_what_an_earlier_run_left_is_ended_before_the_next_start(watch, plan):
    left = watch.start(plan(SLEEPS))
    watch.wait_for(left)

    watch.start(plan(SLEEPS))

    left.process.wait(5)
    assert not psutil.pid_exists(left.process.pid)


@pytest.mark.full
def test_a_service_that_ignores_the_request_to_end_is_killed_with_its_children(watch, plan, tmp_path):
    child = tmp_path / "child"
    stubborn = (
        "import os, signal, subprocess, sys, time, pathlib\n"
        "[signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGQUIT)]\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(child.pid)); print('up', flush=True); time.sleep(60)"
    )
    service = watch.start(plan(stubborn))
    watch.wait_for(service)

    began = time.monotonic()
    watch.stop(seconds=0.2)

    assert time.monotonic() - began < 3
    assert service.process.returncode == -signal.SIGKILL
    assert is_gone(int(child.read_text()))


def is_gone(pid, seconds=3):
    deadline = time.monotonic() + seconds
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
