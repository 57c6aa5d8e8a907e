"""How accounts behave where the log-in package asks: nobody signs up, mails speak the reader's language."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        name: _("The user name or the password is wrong. Check both: capital and small letters differ.")
        for name in ("username_password_mismatch", "email_password_mismatch")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language and zone of the user it is about, with links below `BASE_URL`, never the Host header."""
        user = context["user"]
        with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
            super().send_mail(template_prefix, email, {**context, "base_url": settings.BASE_URL})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a user of a change to their account."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail that sets a new password."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)
