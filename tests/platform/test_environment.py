"""A setting that cannot be used is said in one sentence that names it."""

import pytest

from config.environment import VARIABLES, ConfigurationError, missing_for_production, read, require_usable


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("PORT", "abc", "PORT is not a whole number"),
        ("PORT", "70000", "PORT is not a port between 1 and 65535"),
        ("WEB_PROCESSES", "0", "WEB_PROCESSES is not at least 1"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL does not begin with one of postgres://, postgresql://"),
        ("DATABASE_URL", "postgres://host:port/name", "DATABASE_URL has a port that is not a number"),
        ("BROKER_URL", "kafka://x", "BROKER_URL does not begin with one of redis://"),
        ("LOG_LEVEL", "FOO", "LOG_LEVEL is not one of DEBUG, INFO"),
        ("TRUST_PROXY_HEADER", "perhaps", "TRUST_PROXY_HEADER is neither true nor false"),
        ("EMAIL_URL", "imap://x", "EMAIL_URL does not begin with one of smtp://"),
    ],
)
def test_a_wrong_value_is_named_with_its_fault(name, value, fault):
    with pytest.raises(ConfigurationError, match=fault):
        require_usable({name: value})


def test_the_value_itself_is_not_repeated_because_it_may_hold_a_password():
    with pytest.raises(ConfigurationError) as refusal:
        read("DATABASE_URL", {"DATABASE_URL": "mysql://me:hush@host/name"})

    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_default_and_every_example_can_be_used(variable):
    require_usable({variable.name: variable.example})

    read(variable.name, {})


def test_a_level_may_be_written_in_small_letters():
    assert read("LOG_LEVEL", {"LOG_LEVEL": "debug"}) == "DEBUG"


def test_an_office_is_told_everything_it_has_to_set():
    assert missing_for_production({"SECRET_KEY": "x"}) == [
        "DATABASE_URL",
        "BROKER_URL",
        "ALLOWED_HOSTS",
        "BASE_URL",
        "EMAIL_URL",
    ]
