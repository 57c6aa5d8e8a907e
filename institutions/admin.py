"""Institutions on the administration site: their identifiers can be kept here, the rest is on the staff's pages."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.administration.sections import RECORDS, VOCABULARIES
from core.administration.tables import REASON, Administration, ReadOnly, ReadOnlyRows
from institutions.actions.identifiers import remove_identifier, write_identifier
from institutions.models import Identifier, Institution, InstitutionName


class _Names(ReadOnlyRows):
    model = InstitutionName
    fields = ["text", "type", "language", "valid_from", "valid_until", "source_note"]


class _Identifiers(ReadOnlyRows):
    model = Identifier
    fields = ["scheme", "value"]


@admin.register(Institution)
class InstitutionAdmin(ReadOnly):
    """Institutions as the register has them."""

    section = RECORDS
    icon = "account_balance"
    inlines = [_Names, _Identifiers]
    list_display = ["name", "acronym", "kind", "country", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["search_key"]
    fields = ["name", "acronym", "kind", "country", "parent", "seat", "established", "website", "mandate", "powers"]

    @admin.display(description=_("Name"), ordering="sort_key")
    def name(self, institution: Institution) -> str:
        """The current official name."""
        return institution.name

    def view_on_site(self, institution: Institution) -> str:
        """Its page."""
        return reverse("institutions:detail", args=[institution.uid])


@admin.register(Identifier)
class IdentifierAdmin(Administration):
    """Identifiers by outside schemes."""

    section = VOCABULARIES
    icon = "fingerprint"
    actions = None
    autocomplete_fields = ["institution"]
    list_display = ["scheme", "value", "institution"]
    list_select_related = ["institution"]
    search_fields = ["=scheme", "value"]
    fields = ["institution", "scheme", "value"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """An identifier stays its institution's; one given to the wrong institution is removed and made anew."""
        return ["institution"] if obj else []

    def save_model(self, request: HttpRequest, obj: Identifier, form: forms.ModelForm, change: bool) -> None:
        """Through the action."""
        write_identifier(by=Actor.for_request(request), identifier=obj, reason=REASON)

    def delete_model(self, request: HttpRequest, obj: Identifier) -> None:
        """Through the action."""
        remove_identifier(by=Actor.for_request(request), identifier=obj, reason=REASON)
