"""From an address in the environment to the settings Django and Celery want; without one, the embedded servers."""

from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

import environ

from config.embedded.places import places_of

_CACHE_NUMBER = 1  # the embedded broker's database that holds the cache
_PATIENCE = 1.0  # seconds the cache may take


def database(address: str) -> dict[str, Any]:
    """One entry of DATABASES: connections are kept, and checked before each use."""
    settings: dict[str, Any] = dict(environ.Env.db_url_config(address)) if address else places_of().database_settings()
    options: dict[str, Any] = {"connect_timeout": 5, **settings.get("OPTIONS", {})}
    return {**settings, "OPTIONS": options, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def broker(address: str) -> str:
    """Celery's broker address."""
    return address or places_of().broker_url()


def mail(address: str) -> dict[str, Any]:
    """Django's EMAIL_ settings for a mail server; without one, for the sink of `make run`."""
    return dict(environ.Env.email_url_config(address or places_of().mail_url()))


def cache(address: str, *, broker_address: str) -> dict[str, Any]:
    """One entry of CACHES: the address, else the broker where that is Redis, else each process's own memory."""
    address = address or broker_address or places_of().broker_url(_CACHE_NUMBER)
    if not address.startswith("redis"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "config.caching.ForgivingRedisCache",
        "LOCATION": _for_redis(address),
        "KEY_PREFIX": "entente",
        "OPTIONS": {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE},
    }


def files(address: str) -> dict[str, Any]:
    """The storage of documents, an entry of STORAGES: a bucket, a folder, or without an address var/media/."""
    parts = urlsplit(address)
    if parts.scheme == "s3":
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(parts)}
    folder = parts.path or str(places_of().media)
    options = {"location": folder, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "core.files.storage.DurableFileStorage", "OPTIONS": options}


def _bucket(parts: SplitResult) -> dict[str, Any]:
    """Private objects, never overwritten; credentials are found as the S3 client always does, in the environment."""
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), "default_acl": None}
    options |= {"file_overwrite": False, "signature_version": "s3v4", "region_name": given.get("region")}
    if "endpoint" in given:
        options |= {"endpoint_url": given["endpoint"], "addressing_style": "path"}
    return options


def _for_redis(address: str) -> str:
    """Celery writes a unix socket as redis+socket://PATH?virtual_host=N, the Redis client as unix://PATH?db=N."""
    parts = urlsplit(address)
    if parts.scheme != "redis+socket":
        return address
    number = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return f"unix://{parts.path}?db={number}"
