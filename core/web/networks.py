"""Where a request comes from, so that whoever tries too often can be told to wait without their address being kept."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_SUBSCRIBER = 64  # of an IPv6 address: the rest is chosen by the machine itself


def network_of(request: HttpRequest) -> str:
    """A keyed hash, 32 hexadecimal digits, of the address a request comes from (of IPv6 of its network).

    Behind a trusted proxy (`TRUST_PROXY_HEADER`) the address is the last that the proxy wrote to X-Forwarded-For.
    """
    return salted_hmac("core.network", _network(_address(request)), algorithm="sha256").hexdigest()[:32]


def _address(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY_HEADER else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, _SUBSCRIBER), strict=False)) if found.version == 6 else str(found)
