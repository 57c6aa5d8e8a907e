"""What an e-mail reminder says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from core.mail.messages import compose, message_of
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
    written = compose(
        to=reminder.recipient.email,
        language=reminder.recipient.language,
        template="reminders/email",
        context=context,
        headers=_headers(context["unsubscribe_url"]),
    )
    return message_of(written, identity=identity(reminder))


def identity(reminder: Reminder) -> str:
    """Always the same for a reminder, so that one sent twice is shown once; another after it was snoozed."""
    return f"reminder.{reminder.uid.hex}.{reminder.round}"


def _headers(unsubscribe_url: str) -> dict[str, str]:
    """One-click unsubscription (RFC 8058), where the policy allows it."""
    if not unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _context(errand: Errand) -> dict[str, Any]:
    reminder, policy = errand.reminder, errand.reminder.policy
    unsubscribe = reverse("reminders:unsubscribe", args=[ticket_for(reminder)])
    return {
        "about": errand.about,
        "reader_name": reminder.recipient.get_full_name(),
        "office": reminder.office,
        "due": day(reminder.due_on),
        "when": judge(reminder.due_on, today=errand.today).words,
        "late_from": day(reminder.act_on) if errand.is_late else "",
        "policy": policy,
        "because": reminder.get_because_display(),
        "url": settings.BASE_URL + (errand.about.path if errand.about else "/"),
        "all_url": settings.BASE_URL + reverse("reminders:list"),
        "unsubscribe_url": "" if policy.is_mandatory else settings.BASE_URL + unsubscribe,
    }
