"""Addresses that are keys stay out of every log."""

import logging
import logging.config

import pytest
from django.conf import settings
from gunicorn.config import Config

from config.access_log import AccessLog
from core.secret_addresses import without_keys

SECRETS = [
    "/approvals/decide/AbC-_1.x:y/",
    "/approvals/decide/AbC/done/?language=es",
    "/reminders/unsubscribe/AbC:x/",
    "/accounts/password/reset/key/1-AbC/",
]


@pytest.mark.parametrize("address", SECRETS)
def test_the_key_is_left_out_and_the_rest_stays(address):
    mended = without_keys(f"GET {address} HTTP/1.1")
    assert "AbC" not in mended
    assert mended.startswith(f"GET {address.split('AbC')[0].removesuffix('1-')}…")
    assert mended.endswith(" HTTP/1.1")


def test_other_addresses_stay_as_they_are():
    for address in ("/approvals/steps/5e/", "/approvals/decide/", "/agreements/MOU-1/?q=decide"):
        assert without_keys(address) == address


@pytest.mark.parametrize("name", ["django.request", "django.security.csrf"])
@pytest.mark.parametrize("address", SECRETS)
def test_what_django_logs_of_a_refused_request_has_no_key(name, address):
    """As settings configure it: whichever handler writes the line."""
    logger = logging.getLogger(name)
    logging.config.dictConfig({**settings.LOGGING, "incremental": False})
    record = logger.makeRecord(name, logging.WARNING, __file__, 1, "%s: %s", ("Not Found", address), None)
    assert logger.filter(record)
    assert "AbC" not in record.getMessage()
    assert "Not Found" in record.getMessage()


def test_the_line_of_the_stderr_handler_has_no_key():
    logging.config.dictConfig({**settings.LOGGING, "incremental": False})
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    record = logging.getLogger("any").makeRecord("any", 30, __file__, 1, "%s", (SECRETS[0],), None)
    assert handler.filter(record)
    assert "AbC" not in handler.format(record)


def test_the_web_servers_own_log_has_no_key():
    class Answer:
        status, sent, headers = "410 Gone", 12, ()

    class Elapsed:
        seconds, microseconds = 0, 1

    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": SECRETS[0],
        "PATH_INFO": SECRETS[0],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://entente.example{SECRETS[1]}",
    }
    atoms = AccessLog(Config()).atoms(Answer(), type("Asked", (), {"headers": ()}), environ, Elapsed())
    assert "AbC" not in str(atoms)
    assert atoms["r"] == "GET /approvals/decide/…/ HTTP/1.1"
