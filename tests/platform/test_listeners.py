"""The ports `make run` listens on."""

import socket

import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.listeners import listen_for_mail, listen_for_web, port_of


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_how_to_choose_another(taken):
    with pytest.raises(EmbeddedError, match=f"Port {taken} is taken by another program. .*PORT=8080 make run"):
        listen_for_web(taken)


def test_a_port_that_becomes_free_in_time_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    with listen_for_web(port, patience=1) as listener:
        assert port_of(listener) == port


def test_the_mail_sink_keeps_its_port_from_run_to_run(tmp_path):
    with listen_for_mail(tmp_path / "port") as first:
        port = port_of(first)

    with listen_for_mail(tmp_path / "port") as second:
        assert port_of(second) == port


def test_the_mail_sink_moves_when_its_port_was_taken_meanwhile(tmp_path, taken):
    (tmp_path / "port").write_text(f"{taken}\n")

    with listen_for_mail(tmp_path / "port") as listener:
        assert port_of(listener) != taken
        assert (tmp_path / "port").read_text() == f"{port_of(listener)}\n"
