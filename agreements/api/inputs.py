"""Agreements, as given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.inputs import KnownOffice, KnownUser
from agreements.actions import NewParty
from agreements.api.clause_inputs import StatedClauseInput
from agreements.api.known import KnownAgreement as KnownAgreement
from agreements.models import Agreement, AgreementParty, Subject
from agreements.stages import Stage
from core.api.input_fields import Choice, Day, Flag, Known, Text, Texts
from core.api.inputs import REASON, RecordInput
from core.api.sources import SOURCE_FIELDS
from core.api.transitions import TransitionInput
from institutions.api.inputs import KnownInstitution


class KnownSubject(Known):
    """A subject area, by code."""

    def find(self, name: Any) -> Subject | None:
        """The subject, or None."""
        return Subject.objects.filter(code=name).first()


class PartyInput(RecordInput):
    """An institution and its role."""

    institution = KnownInstitution()
    classes = serializers.ListField(
        child=Text(max_length=60), required=False, max_length=20,
        help_text="What clauses count the party by: “regional_organisation” and the agreement's own classes.",
    )  # fmt: skip
    is_negotiating = Flag(
        required=False, help_text="Whether it took part in the negotiation, so that its consent is awaited."
    )

    class Meta:
        model = AgreementParty
        fields = ["institution", "role", "signatory", "classes", "is_negotiating", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The party."""
        return NewParty(**attrs)


class AgreementInput(RecordInput):
    """An agreement's own data. Each list, when given, is the whole list."""

    titles = Texts()
    officer = KnownUser(required=False, allow_null=True)
    parties = PartyInput(many=True, required=False, max_length=200)  # type: ignore[call-arg]
    subjects = serializers.ListField(child=KnownSubject(), required=False, max_length=100)
    readers = serializers.ListField(child=KnownUser(), required=False, max_length=200)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Agreement
        fields = [
            "titles", "kind", "nature", "external_reference", "classification", "officer", "parties", "subjects",
            "readers", "summary", "legal_basis", "personal_data", "transfer_basis", *SOURCE_FIELDS, "reason",
        ]  # fmt: skip
        extra_kwargs = {"nature": {"required": False}}


class NewAgreementInput(AgreementInput):
    """A new agreement; with `stage`, one that exists already and is taken over at that stage."""

    readers = None  # type: ignore[assignment]
    office = KnownOffice(required=False, help_text="By default the caller's office, if they keep records of one only.")
    stage = Choice(
        choices=[stage.value for stage in Stage], required=False,
        help_text="Only for an agreement that exists already; `reason` then says where it is taken over from.",
    )  # fmt: skip
    since = Day(required=False, help_text="The day that stage was reached; only with `stage`.")
    clauses = StatedClauseInput(many=True, required=False, max_length=100)  # type: ignore[call-arg]

    class Meta(AgreementInput.Meta):
        fields = [
            "office",
            *(name for name in AgreementInput.Meta.fields if name != "readers"),
            "clauses",
            "stage",
            "since",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A day belongs to a stage."""
        if "since" in attrs and "stage" not in attrs:
            raise serializers.ValidationError({"since": [_("Give the stage as well, or leave the day out.")]})
        return attrs


class StageInput(TransitionInput):
    """The stage to go to."""

    to = Choice(choices=[stage.value for stage in Stage])
