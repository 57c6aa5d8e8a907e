"""Every setting Entente takes from its environment, declared once as data.

`docs/configuration.md` is generated from `VARIABLES`; a value that cannot be used stops the
start with a `ConfigurationError` that names the variable, the value's fault and an example.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


class ConfigurationError(ImproperlyConfigured):
    """An environment variable has a value that cannot be used."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: how its text becomes a value, and what it is for."""

    name: str
    parse: Callable[[str], Any]
    default: str
    meaning: str
    example: str
    required_in_production: bool = False


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.strip().lower() not in words:
        raise ValueError("is neither true nor false")
    return words[value.strip().lower()]


def _number(value: str) -> int:
    if not value.strip().isdigit():
        raise ValueError("is not a whole number")
    return int(value)


def _count(value: str) -> int:
    count = _number(value)
    if count < 1:
        raise ValueError("is not at least 1")
    return count


def _choice(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value.strip().upper() not in choices:
            raise ValueError(f"is not one of {', '.join(choices)}")
        return value.strip().upper()

    return parse


def _port(value: str) -> int:
    port = _number(value)
    if not 1 <= port <= 65535:
        raise ValueError("is not a port between 1 and 65535")
    return port


def _names(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _require_sound_port(address: str) -> None:
    try:
        urlsplit(address).port  # noqa: B018 -- reading it parses it
    except ValueError as fault:
        raise ValueError("has a port that is not a number between 0 and 65535") from fault


def _address(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not value:
            return value
        if urlsplit(value).scheme not in schemes:
            raise ValueError(f"does not begin with one of {', '.join(f'{scheme}://' for scheme in schemes)}")
        _require_sound_port(value)
        return value

    return parse


VARIABLES = (
    Variable(
        "DATABASE_URL",
        _address("postgres", "postgresql"),
        "",
        "The PostgreSQL 15+ database. Unset: an embedded server under var/, started and stopped by Entente.",
        "postgres://entente:secret@db.example:5432/entente",
        required_in_production=True,
    ),
    Variable(
        "BROKER_URL",
        _address("redis", "rediss", "redis+socket", "amqp", "amqps"),
        "",
        "The Celery broker, Redis or RabbitMQ. Unset: an embedded Valkey server under var/.",
        "redis://broker.example:6379/0",
        required_in_production=True,
    ),
    Variable(
        "CACHE_URL",
        _address("redis", "rediss", "redis+socket"),
        "",
        "Shared cache for log-in rate limits. Unset: the broker where that is Redis, else each process its own memory.",
        "redis://broker.example:6379/1",
    ),
    Variable(
        "SECRET_KEY",
        _text,
        "",
        "Signing key. Required in production; generated under var/ in development.",
        "a long random text",
        required_in_production=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        _names,
        "localhost,127.0.0.1,[::1]",
        "Host names served, separated by commas.",
        "entente.example",
        required_in_production=True,
    ),
    Variable(
        "BASE_URL",
        _address("http", "https"),
        "",
        "The address people reach the register at: links in e-mails begin with it. Unset: http://127.0.0.1:PORT.",
        "https://entente.example",
        required_in_production=True,
    ),
    Variable("PORT", _port, "8000", "The port `make run` listens on.", "8080"),
    Variable("WEB_PROCESSES", _count, "2", "Number of web server processes `make run` starts.", "4"),
    Variable(
        "EMAIL_URL",
        _address("smtp", "smtp+tls", "smtp+ssl"),
        "",
        "The mail server. Unset: `make run` starts a local sink that writes messages to var/mail/.",
        "smtp+tls://user:secret@mail.example:587",
        required_in_production=True,
    ),
    Variable(
        "DEFAULT_FROM_EMAIL",
        _text,
        "Entente <entente@localhost>",
        "Sender of every message.",
        "Entente <noreply@example.org>",
    ),
    Variable(
        "FILES_URL",
        _address("file", "s3"),
        "",
        "Where documents are kept: a folder (file:///path) or a bucket (s3://bucket/prefix?region=…&endpoint=…), with "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set beside it. Unset: var/media/. Several hosts need one place.",
        "s3://entente-files/register?endpoint=https://s3.example.org&region=eu-west-1",
    ),
    Variable("UPLOAD_LIMIT_MB", _count, "16", "Largest file that is taken, in megabytes of 1,048,576 bytes.", "50"),
    Variable(
        "OFFICE_QUOTA_MB",
        _count,
        "20480",
        "How much all files of the documents of one office may take together, in megabytes.",
        "102400",
    ),
    Variable(
        "UNTOUCHED_AFTER_DAYS",
        _count,
        "30",
        "After how many days without any change somebody is asked to look at an agreement that is not at rest.",
        "60",
    ),
    Variable(
        "LOG_LEVEL",
        _choice("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        "INFO",
        "Least severity that is logged.",
        "WARNING",
    ),
    Variable(
        "SECURE_HSTS_SECONDS", _number, "31536000", "Strict-Transport-Security lifetime, production only.", "3600"
    ),
    Variable(
        "TRUST_PROXY_HEADER",
        _flag,
        "false",
        "Believe X-Forwarded-Proto and the last address in X-Forwarded-For: the proxy in front must set both.",
        "true",
    ),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


def read(name: str, environment: Mapping[str, str] = os.environ) -> Any:
    """Return the parsed value of a declared variable, or its default.

    Raises `ConfigurationError` when the text set cannot be used, and `KeyError` for an undeclared name.
    """
    variable = _BY_NAME[name]
    text = environment.get(name, "") or variable.default
    try:
        return variable.parse(text)
    except ValueError as fault:
        raise ConfigurationError(f"{name} {fault}. Example: {name}={variable.example}") from fault


def missing_for_production(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Names of the variables an office's installation must set and this environment does not."""
    return [each.name for each in VARIABLES if each.required_in_production and not environment.get(each.name)]


def require_usable(environment: Mapping[str, str] = os.environ) -> None:
    """Raise `ConfigurationError` for the first variable whose text cannot be used."""
    for variable in VARIABLES:
        read(variable.name, environment)
