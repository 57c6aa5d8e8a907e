"""What goes over the wire: texts in their reader's language, and the headers every message has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.registries import Written


def compose(
    *,
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    time_zone: str = "UTC",
    headers: Mapping[str, str] | None = None,
) -> Written:
    """Write a message from the folder `template`: subject.txt, body.txt and body.html, which extend core/mail/body.*.

    Those say which blocks there are, and what they take from the context (`base_url` is given). Times are in
    `time_zone`, an IANA name.
    """
    given = {"base_url": settings.BASE_URL, **context}
    with translation.override(language), timezone.override(ZoneInfo(time_zone)):
        return Written(
            to=to,
            language=language,
            subject=" ".join(render_to_string(f"{template}/subject.txt", given).split()),
            text=render_to_string(f"{template}/body.txt", given).strip() + "\n",
            html=render_to_string(f"{template}/body.html", given),
            headers=headers or {},
        )


def message_of(written: Written, *, identity: str) -> EmailMultiAlternatives:
    """The message, to one address. `identity` is always the same for what must be shown once (RFC 5322, 3.6.4)."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=" ".join(written.subject.split()),
        body=written.text,
        to=[written.to],
        headers={
            **written.headers,
            "Message-ID": f"<{identity}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday answers it
            "Content-Language": written.language,
        },
    )
    message.attach_alternative(written.html, "text/html")
    return message
