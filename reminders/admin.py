"""Reminder policies, which administrators keep; reminders, to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from accounts.models import Role
from core.administration.sections import REMINDERS
from core.administration.tables import Administration, ReadOnly
from core.registries import registries
from reminders.models import Channel, Reminder, ReminderPolicy


def _several(label: Any, choices: Any, *, required: bool = False, help_text: Any = "") -> forms.MultipleChoiceField:
    widget = UnfoldAdminCheckboxSelectMultipleWidget
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, help_text=help_text, widget=widget
    )


def _kinds() -> list[tuple[str, Any]]:
    return [(kind, source.label) for kind, source in registries.deadline_sources.items()]


class PolicyForm(forms.ModelForm):
    """A policy; kinds of deadlines are those the apps have registered."""

    kind = forms.ChoiceField(label=_("Deadline"), choices=_kinds, widget=UnfoldAdminSelectWidget)
    to_roles = _several(_("To everyone in the office who is"), Role.choices)
    fallback_roles = _several(
        _("Else to"),
        Role.choices,
        help_text=_(
            "Where nobody of the above can be reached. After them come officers and heads, then administrators."
        ),
    )
    channels = _several(pgettext_lazy("a channel", "By"), Channel.choices, required=True)


@admin.register(ReminderPolicy)
class ReminderPolicyAdmin(Administration):
    """What is reminded of, when, to whom and how. A policy is taken out of use, never removed: what it sent stays."""

    section = REMINDERS
    icon = "notifications_active"
    actions = None
    form = PolicyForm
    list_display = ["name", "deadline", "pace", "office", "is_mandatory", "is_active"]
    list_filter = ["is_active", "is_mandatory", "office"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReminderPolicy]:
        """With the office each is for."""
        return super().get_queryset(request).select_related("office")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The deadline, once it is chosen."""
        return ["deadline", "kind"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """The deadline can be chosen once: what was planned is about it."""
        return [
            "names", "deadline" if obj else "kind", "office", "offset_days", ("repeat_every", "repeat_times"),
            "to_responsible", "to_roles", "fallback_roles", "channels", "is_mandatory", "is_active",
        ]  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes a policy."""
        return False

    @admin.display(description=_("Policy"))
    def name(self, policy: ReminderPolicy) -> str:
        """Its name in the reader's language."""
        return str(policy)

    @admin.display(description=_("Deadline"), ordering="kind")
    def deadline(self, policy: ReminderPolicy) -> str:
        """The kind of date."""
        source = registries.deadline_sources.get(policy.kind)
        return str(source.label) if source else policy.kind

    @admin.display(description=_("When"), ordering="offset_days")
    def pace(self, policy: ReminderPolicy) -> str:
        """When its reminders go, in words."""
        return policy.when


@admin.register(Reminder)
class ReminderAdmin(ReadOnly):
    """What is planned, what went out, and what could not be delivered: filter by state."""

    section = REMINDERS
    icon = "mail"
    list_display = ["act_on", "recipient", "channel", "policy", "state", "is_late", "attempts", "sent_at"]
    list_filter = ["state", "channel", "kind", "is_late"]
    list_select_related = ["recipient", "policy"]
    ordering = ["-act_on", "-id"]
