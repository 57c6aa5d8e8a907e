"""Programmes, activities and memberships on the administration site, to read."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models import (
    Activity,
    ActivityCountry,
    ActivitySubject,
    Membership,
    Participant,
    Programme,
    ProgrammePartner,
)
from core.administration.sections import RECORDS
from core.administration.tables import ReadOnly, ReadOnlyRows


class _Partners(ReadOnlyRows):
    model = ProgrammePartner
    verbose_name_plural = _("partner institutions")
    fields = ["institution", "source_note"]


@admin.register(Programme)
class ProgrammeAdmin(ReadOnly):
    """Programmes as the register has them."""

    section = RECORDS
    icon = "folder_open"
    inlines = [_Partners]
    list_display = ["code", "name", "funder", "starts", "ends"]
    list_select_related = ["funder"]
    search_fields = ["search_key"]
    fields = ["code", "name", "description", "funder", "starts", "ends", "source", "source_quote", "source_note"]

    @admin.display(description=_("Name"), ordering="sort_key")
    def name(self, programme: Programme) -> str:
        """The name in the reader's language."""
        return programme.name


class _Participants(ReadOnlyRows):
    model = Participant
    fields = ["institution", "role", "source_note"]


class _Subjects(ReadOnlyRows):
    model = ActivitySubject
    verbose_name_plural = _("subjects")
    fields = ["subject"]


class _Countries(ReadOnlyRows):
    model = ActivityCountry
    verbose_name_plural = _("countries")
    fields = ["country", "percentage"]


@admin.register(Activity)
class ActivityAdmin(ReadOnly):
    """Activities as the register has them; a restricted one only to whom it names."""

    section = RECORDS
    icon = "event"
    inlines = [_Participants, _Subjects, _Countries]
    list_display = ["reference", "title", "kind", "state", "planned", "programme", "officer"]
    list_filter = ["state", "kind", "programme"]
    list_select_related = ["programme", "officer"]
    search_fields = ["search_key"]
    ordering = ["-updated_at", "-id"]
    fields = [
        "reference", "title", "kind", "state", "state_since", "classification", "programme", "office", "officer",
        "planned", "actual_start", "actual_end", "place", "description", "outcome", "source", "source_quote",
        "source_note",
    ]  # fmt: skip

    @admin.display(description=_("Title"), ordering="sort_key")
    def title(self, activity: Activity) -> str:
        """The title in the reader's language."""
        return activity.title

    @admin.display(description=_("Planned"), ordering="planned_start")
    def planned(self, activity: Activity) -> str:
        """When it is planned, as exactly as that is known."""
        return " – ".join(dict.fromkeys(str(when) for when in (activity.starts, activity.ends) if when))

    def view_on_site(self, activity: Activity) -> str:
        """Its page."""
        return reverse("activities:detail", args=[activity.reference])


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who belongs to which standing body."""

    section = RECORDS
    icon = "groups"
    list_display = ["body", "member_name", "role", "state", "state_since", "starts", "ends"]
    list_filter = ["state", "role"]
    list_select_related = ["body", "member"]
    fields = [
        "body", "member_name", "role", "state", "state_since", "starts", "ends", "office", "source", "source_quote",
        "source_note",
    ]  # fmt: skip

    @admin.display(description=_("Member"))
    def member_name(self, membership: Membership) -> str:
        """The institution or the country."""
        return membership.member_name
