"""The tables of the form of an activity: agreements, participants, countries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from activities.kinds import PARTICIPANT_ROLE_LABELS, ParticipantRole
from agreements.web.choosing import AgreementField
from core.web.rows import RowForm, rows_of
from institutions.web.choosing import InstitutionField


class _SourcedRow(RowForm):
    """A row that carries where it is from, unseen, so that saving it loses nothing."""

    source = forms.CharField(required=False, widget=forms.HiddenInput)
    source_quote = forms.CharField(required=False, widget=forms.HiddenInput)
    source_note = forms.CharField(required=False, widget=forms.HiddenInput)


class AgreementRow(_SourcedRow):
    """An agreement the activity carries out."""

    agreement = AgreementField(label=_("Agreement"))
    article = forms.CharField(label=_("Article"), required=False, max_length=60)
    field_order = ("agreement", "article")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].viewer = self.viewer  # type: ignore[attr-defined]


class ParticipantRow(_SourcedRow):
    """An institution taking part."""

    institution = InstitutionField(label=_("Institution"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, _(label)) for role, label in PARTICIPANT_ROLE_LABELS.items()],
        initial=ParticipantRole.PARTICIPANT.value,
    )
    field_order = ("institution", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].viewer = self.viewer  # type: ignore[attr-defined]


class CountryRow(RowForm):
    """A country concerned."""

    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "…"), *countries])
    percentage = forms.DecimalField(
        label=_("Share in per cent"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


AgreementRows = rows_of(AgreementRow, legend=_("Agreements carried out"), one=_("Agreement"))
ParticipantRows = rows_of(ParticipantRow, legend=_("Participants"), one=_("Participant"))
CountryRows = rows_of(CountryRow, legend=_("Countries"), one=_("Country"))
