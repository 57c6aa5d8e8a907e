"""Institutions, as given."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.input_fields import Country, Flag, Known, PartialDayText, Text, Uid
from core.api.inputs import REASON, RecordInput
from core.api.sources import SOURCE_FIELDS
from institutions.actions.names import NewName
from institutions.models import Institution, InstitutionName, Succession


class KnownInstitution(Known, Uid):
    """An institution, by id."""

    def find(self, name: Any) -> Institution | None:
        """The institution, or None."""
        return Institution.objects.visible_to(self.viewer).filter(uid=name).first()


class NameInput(RecordInput):
    """A name of an institution."""

    language = Text(
        required=False,
        allow_blank=True,
        validators=[RegexValidator(r"^[a-z]{2,3}$", _("Give a language code of ISO 639, such as en or es."))],
    )

    class Meta:
        model = InstitutionName
        fields = ["text", "language", "type", "valid_from", "valid_until", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The name."""
        return NewName(**attrs)


class InstitutionInput(RecordInput):
    """An institution's own data; `names`, when given, are all its names."""

    names = NameInput(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]
    country = Country(required=False, allow_blank=True)
    parent = KnownInstitution(required=False, allow_null=True)  # type: ignore[assignment]
    established = PartialDayText(required=False, allow_blank=True)
    dissolved = PartialDayText(required=False, allow_blank=True)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Institution
        fields = [
            "names", "kind", "country", "parent", "seat", "established", "dissolved",
            "existence_source", "mandate", "powers", "website",
            *SOURCE_FIELDS, "reason",
        ]  # fmt: skip


class NewInstitutionInput(InstitutionInput):
    """A new institution."""

    allow_same_name = Flag(
        required=False, help_text="Take it although another of the same country bears the same official name."
    )

    class Meta(InstitutionInput.Meta):
        fields = [*InstitutionInput.Meta.fields, "allow_same_name"]


class SuccessionInput(RecordInput):
    """What became of institutions. The one in the address is among the predecessors or the successors."""

    predecessors = serializers.ListField(child=KnownInstitution(), max_length=50)
    successors = serializers.ListField(child=KnownInstitution(), max_length=50)
    happened = PartialDayText(required=False, allow_blank=True)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Succession
        fields = ["kind", "predecessors", "successors", "happened", *SOURCE_FIELDS, "reason"]


class SuccessionChangeInput(RecordInput):
    """When a succession happened, and its source."""

    happened = PartialDayText(required=False, allow_blank=True)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Succession
        fields = ["happened", *SOURCE_FIELDS, "reason"]
