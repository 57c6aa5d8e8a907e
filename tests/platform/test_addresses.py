"""From addresses in the environment to Django's settings."""

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.mail import get_connection
from redis.exceptions import ConnectionError as RedisConnectionError

from config.addresses import broker, cache, database, mail
from config.caching import ForgivingRedisCache
from config.embedded.places import places_of


def test_a_named_database_is_used_with_checked_kept_connections():
    settings = database("postgres://me:secret@db.example:5433/register?sslmode=require")

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 5433, "register")
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_without_one_it_is_the_embedded_database_on_its_socket():
    settings = database("")

    assert settings["NAME"] == "entente"
    assert settings["HOST"] == str(places_of().sockets)


def test_without_one_the_broker_is_the_embedded_one():
    assert broker("") == places_of().broker_url()
    assert broker("amqp://rabbit.example//") == "amqp://rabbit.example//"


@pytest.mark.parametrize(
    ("address", "broker_address", "location"),
    [
        ("redis://cache.example/3", "redis://broker.example/0", "redis://cache.example/3"),
        ("", "redis://broker.example/0", "redis://broker.example/0"),
        ("redis+socket:///run/x.sock?virtual_host=2", "amqp://rabbit.example//", "unix:///run/x.sock?db=2"),
    ],
)
def test_the_cache_is_its_own_address_or_the_brokers(address, broker_address, location):
    assert cache(address, broker_address=broker_address)["LOCATION"] == location


def test_beside_rabbitmq_each_process_caches_in_its_own_memory():
    backend = cache("", broker_address="amqp://rabbit.example//")["BACKEND"]

    assert backend == f"{LocMemCache.__module__}.{LocMemCache.__name__}"


def test_a_mail_servers_account_and_encryption_come_from_its_address():
    settings = mail("smtp+tls://user:secret@mail.example:587")

    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example", 587)
    assert settings["EMAIL_USE_TLS"] is True
    assert get_connection(host=settings["EMAIL_HOST"]) is not None


def test_a_cache_that_is_away_reads_as_empty_and_refuses_nobody(tmp_path):
    away = ForgivingRedisCache(f"unix://{tmp_path / 'nothing.sock'}", {})

    assert away.get("attempts", 0) == 0
    assert away.add("lock", True) is True
    assert away.set("attempts", 1) is None
    assert away.delete("attempts") is False
    with pytest.raises(RedisConnectionError):
        away.incr("attempts")
