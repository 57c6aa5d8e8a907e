"""Institutions on the administration site: their identifiers are kept here, the rest is on the staff's pages."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.paginator import InfinitePaginator

from core.actors import Actor
from core.administration.sections import RECORDS
from core.administration.tables import REASON, Administration, ReadOnlyRows, Rows
from institutions.actions.identifiers import remove_identifier, write_identifier
from institutions.models import Identifier, Institution, InstitutionName


class _Names(ReadOnlyRows):
    model = InstitutionName
    fields = ["text", "type", "language", "valid_from", "valid_until", "source_note"]


class _Identifiers(Rows):
    model = Identifier
    fields = ["scheme", "value"]


@admin.register(Institution)
class InstitutionAdmin(Administration):
    """Institutions as the register has them, with what outside schemes call them."""

    section = RECORDS
    icon = "account_balance"
    actions = None
    show_full_result_count = False
    paginator = InfinitePaginator
    inlines = [_Identifiers, _Names]
    list_display = ["name", "acronym", "kind", "country", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["search_key"]
    fields = [
        "name",
        "acronym",
        "kind",
        "country",
        "parent",
        "seat",
        "established",
        "dissolved",
        "website",
        "mandate",
        "powers",
    ]
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Institutions are made on the staff's pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Agreements and activities name them."""
        return False

    def save_model(self, request: HttpRequest, obj: Institution, form: forms.ModelForm, change: bool) -> None:
        """Nothing of the institution itself is changed here."""

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseInlineFormSet, change: bool
    ) -> None:
        """Identifiers, through their actions."""
        by = Actor.for_request(request)
        written = formset.save(commit=False)
        for identifier in formset.deleted_objects:
            remove_identifier(by=by, identifier=identifier, reason=REASON)
        for identifier in written:
            write_identifier(by=by, identifier=identifier, reason=REASON)

    @admin.display(description=_("Name"), ordering="sort_key")
    def name(self, institution: Institution) -> str:
        """The current official name."""
        return institution.name

    def view_on_site(self, institution: Institution) -> str:
        """Its page."""
        return reverse("institutions:detail", args=[institution.uid])
