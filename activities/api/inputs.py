"""Activities and programmes, as given."""

from __future__ import annotations

from typing import Any

from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.inputs import KnownOffice, KnownUser
from activities.actions import NewCountry, NewLink, NewParticipant
from activities.actions.programmes import NewPartner
from activities.models import Activity, ActivityAgreement, Participant, Programme, ProgrammePartner
from activities.states import ActivityState
from agreements.api.inputs import KnownAgreement, KnownSubject
from core.api.input_fields import Choice, Country, Known, PartialDay, PartialDayText, Share, Text, Texts
from core.api.inputs import REASON, Input, RecordInput
from core.api.partial_dates import PRECISION_HELP, PRECISIONS, joined
from core.api.sources import SOURCE_FIELDS
from core.api.transitions import TransitionInput
from core.dates import Precision
from institutions.api.inputs import KnownInstitution


class KnownProgramme(Known):
    """A programme, by code."""

    def find(self, name: Any) -> Programme | None:
        """The programme, or None."""
        return Programme.objects.visible_to(self.viewer).filter(code=name).first()


class LinkInput(RecordInput):
    """An agreement that the activity carries out."""

    agreement = KnownAgreement(help_text="Its reference.")

    class Meta:
        model = ActivityAgreement
        fields = ["agreement", "article", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The link."""
        return NewLink(**attrs)


class ParticipantInput(RecordInput):
    """An institution taking part."""

    institution = KnownInstitution()

    class Meta:
        model = Participant
        fields = ["institution", "role", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The participant."""
        return NewParticipant(**attrs)


class CountryInput(Input):
    """A country concerned. Shares are given for all, and then sum to 100, or for none."""

    country = Country()
    percentage = Share(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The country."""
        return NewCountry(**attrs)


class ActivityInput(RecordInput):
    """An activity's own data. Each list, when given, is the whole list."""

    titles = Texts()
    programme = KnownProgramme(required=False, allow_null=True, help_text="Its code.")
    officer = KnownUser(required=False, allow_null=True)
    planned_start = PartialDay(required=False, allow_null=True)
    planned_start_precision = Choice(choices=PRECISIONS, required=False, help_text=PRECISION_HELP)
    planned_end = PartialDay(required=False, allow_null=True)
    planned_end_precision = Choice(choices=PRECISIONS, required=False, help_text=PRECISION_HELP)
    agreements = LinkInput(many=True, required=False, max_length=100)  # type: ignore[call-arg]
    participants = ParticipantInput(many=True, required=False, max_length=200)  # type: ignore[call-arg]
    countries = CountryInput(many=True, required=False, max_length=250)  # type: ignore[call-arg]
    subjects = serializers.ListField(child=KnownSubject(), required=False, max_length=100)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Activity
        fields = [
            "titles", "kind", "classification", "programme", "officer", "planned_start", "planned_start_precision",
            "planned_end", "planned_end_precision", "actual_start", "actual_end", "place", "agreements",
            "participants", "countries", "subjects", "description", "outcome", *SOURCE_FIELDS, "reason",
        ]  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Part each planned date into its day and its precision."""
        for name in ("planned_start", "planned_end"):
            attrs |= _planned(name, attrs)
        return attrs


class NewActivityInput(ActivityInput):
    """A new activity; with `state`, one that exists already and is taken over at that state."""

    office = KnownOffice(required=False, help_text="By default the caller's office, if they keep records of one only.")
    state = Choice(
        choices=[state.value for state in ActivityState], required=False,
        help_text="Only for an activity that exists already; `reason` then says where it is taken over from.",
    )  # fmt: skip

    class Meta(ActivityInput.Meta):
        fields = ["office", *ActivityInput.Meta.fields, "state"]


class StateInput(TransitionInput):
    """The state to go to."""

    to = Choice(choices=[state.value for state in ActivityState])


class PartnerInput(RecordInput):
    """An institution that the programme works with."""

    institution = KnownInstitution()

    class Meta:
        model = ProgrammePartner
        fields = ["institution", *SOURCE_FIELDS]

    def validate(self, attrs: dict[str, Any]) -> Any:
        """The partner."""
        return NewPartner(**attrs)


class ProgrammeInput(RecordInput):
    """A programme's own data. `partners`, when given, is the whole list."""

    names = Texts()
    funder = KnownInstitution(required=False, allow_null=True)
    starts = PartialDayText(required=False, allow_blank=True)
    ends = PartialDayText(required=False, allow_blank=True)
    partners = PartnerInput(many=True, required=False, max_length=200)  # type: ignore[call-arg]
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Programme
        fields = ["names", "description", "funder", "partners", "starts", "ends", *SOURCE_FIELDS, "reason"]


class NewProgrammeInput(ProgrammeInput):
    """A new programme."""

    code = Text(max_length=40, validators=[validate_slug])

    class Meta(ProgrammeInput.Meta):
        fields = ["code", *ProgrammeInput.Meta.fields]


def _planned(name: str, attrs: dict[str, Any]) -> dict[str, Any]:
    precision = f"{name}_precision"
    if name not in attrs:
        if precision in attrs:
            raise serializers.ValidationError({precision: [_("Give the date as well.")]})
        return {}
    if attrs[name] is None:
        return {name: None, precision: Precision.DAY}
    known = joined(attrs[name], attrs.get(precision), field=precision)
    return {name: known.date, precision: known.precision}
