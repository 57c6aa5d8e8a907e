"""What an e-mail reminder says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core.web.deadlines import judge
from core.web.words import day
from reminders.delivery.errands import Errand
from reminders.delivery.tickets import ticket_for
from reminders.models import Reminder


def message_for(errand: Errand) -> EmailMultiAlternatives:
    """The message in its reader's language, as text and as HTML. Needs what the errand says (`about`)."""
    reminder = errand.reminder
    with translation.override(reminder.recipient.language):
        context = _context(errand)
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string("reminders/email/subject.txt", context).split()),
            body=render_to_string("reminders/email/body.txt", context).strip() + "\n",
            to=[reminder.recipient.email],
            headers=_headers(reminder, context["unsubscribe_url"]),
        )
        message.attach_alternative(render_to_string("reminders/email/body.html", context), "text/html")
    return message


def message_id(reminder: Reminder) -> str:
    """Always the same for a reminder, so that one sent twice is shown once; another after it was snoozed."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<reminder.{reminder.uid.hex}.{reminder.round}@{host}>"


def _headers(reminder: Reminder, unsubscribe_url: str) -> dict[str, str]:
    headers = {"Message-ID": message_id(reminder), "Auto-Submitted": "auto-generated"}
    if unsubscribe_url:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _context(errand: Errand) -> dict[str, Any]:
    reminder, policy = errand.reminder, errand.reminder.policy
    unsubscribe = reverse("reminders:unsubscribe", args=[ticket_for(reminder)])
    return {
        "about": errand.about,
        "reader": reminder.recipient,
        "office": reminder.office,
        "due": day(reminder.due_on),
        "when": judge(reminder.due_on, today=errand.today).words,
        "late_from": day(reminder.act_on) if errand.is_late else "",
        "policy": policy,
        "because": reminder.get_because_display(),
        "base_url": settings.BASE_URL,
        "url": settings.BASE_URL + (errand.about.path if errand.about else "/"),
        "all_url": settings.BASE_URL + reverse("reminders:list"),
        "unsubscribe_url": "" if policy.is_mandatory else settings.BASE_URL + unsubscribe,
    }
