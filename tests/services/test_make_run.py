"""`make run`, started for real: usable beside other commands, hard to kill, gone when stopped."""

import os
import signal
import socket
import stat

import pytest

pytestmark = pytest.mark.services

SECONDS_TO_STOP = 5.5  # five, and what the test itself takes
MAKE_USER = "from django.contrib.auth import get_user_model as m; m().objects.create(username={name!r})"
HAS_USER = "from django.contrib.auth import get_user_model as m; print(m().objects.filter(username={name!r}).count())"


def make_user(running, name):
    made = running.manage("shell", "-v0", "-c", MAKE_USER.format(name=name))
    assert made.returncode == 0, made.stderr


def has_user(running, name):
    return running.manage("shell", "-v0", "-c", HAS_USER.format(name=name)).stdout.strip() == "1"


def test_it_tells_the_address_and_the_demo_log_ins(running):
    said = running.output()

    assert f"http://127.0.0.1:{running.port}/" in said
    assert "admin, head, officer, approver, viewer" in said
    assert (running.places.var / "demo-password").read_text().strip() in said
    assert stat.S_IMODE((running.places.var / "demo-password").stat().st_mode) == 0o600


def test_a_management_command_works_beside_it(running):
    make_user(running, "beside")

    assert has_user(running, "beside")


def test_mail_from_a_command_beside_it_ends_in_the_sink(running):
    send = "from django.core.mail import send_mail; send_mail('Beside', 'text', 'a@example.org', ['b@example.org'])"

    assert running.manage("shell", "-v0", "-c", send).returncode == 0

    assert any("Subject: Beside" in message.read_text() for message in running.places.mail.glob("*.eml"))


def test_a_second_start_is_refused_and_does_the_first_no_harm(running):
    said_before = running.output()

    second = running.make_run(PORT="0")
    assert second.wait(30) != 0
    wrong = running.output()[len(said_before) :]
    assert "PORT is not a port" in wrong

    second = running.make_run(PORT=str(running.port + 1))
    assert second.wait(30) != 0
    refusal = running.output()[len(said_before) + len(wrong) :]
    assert f"already running in this folder (pid {running.supervisor()}) at http://127.0.0.1:{running.port}/" in refusal
    assert running.health()[0] == 200


@pytest.mark.parametrize("part", ["worker", "beat", "web", "mail", "valkey"])
def test_a_killed_part_is_started_again(running, part):
    running.kill(part)

    running.wait_until_healthy()


def test_the_database_loses_nothing_that_was_committed_when_its_server_is_killed(running):
    make_user(running, "before-the-kill")

    running.kill("postgres")
    running.wait_until_healthy()

    assert has_user(running, "before-the-kill")


def test_after_a_kill_of_everything_it_starts_again_with_all_data(running):
    make_user(running, "before-the-end")
    left = [running.supervisor(), *(process.pid for process in running.processes())]

    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it went with its parent
    running.process.wait(30)
    running.start()

    assert has_user(running, "before-the-end")


def test_after_a_kill_of_the_supervisor_alone_nothing_runs_on(running):
    os.kill(running.supervisor(), signal.SIGKILL)
    running.process.wait(30)

    assert running.left_over(seconds=10) == []
    running.start()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_group_stops_everything(running, number):
    assert running.stop(number) < SECONDS_TO_STOP

    assert running.left_over() == []
    assert list(running.places.sockets.iterdir()) == []


def test_a_taken_port_is_named_before_anything_is_started(copy):
    if copy.process is not None and copy.process.poll() is None:
        copy.stop()
    said_before = copy.output() if (copy.folder / "run.log").exists() else ""

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = copy.make_run(PORT=str(port))
        assert refused.wait(60) == 2  # what make says of a recipe that failed

    said = copy.output()[len(said_before) :]
    assert f"Port {port} is taken by another program" in said
    assert "database ready" not in said


def test_a_command_without_it_brings_the_servers_up_and_stops_them(copy):
    if copy.process is not None and copy.process.poll() is None:
        copy.stop()

    assert copy.manage("migrate", "-v0").returncode == 0

    assert list(copy.places.sockets.iterdir()) == []
