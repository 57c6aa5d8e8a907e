"""The tables of the form of an agreement: parties, readers, titles in further languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.web.choosing import PersonField
from agreements.kinds import PARTY_ROLE_LABELS, PartyRole
from core.languages import LONGEST_TEXT
from core.web.rows import RowForm, rows_of
from institutions.web.choosing import InstitutionField
from institutions.web.languages import language_choices


class ClassesField(forms.CharField):
    """Short names separated by commas; the value is a list of them."""

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """As it is kept."""
        return [each.strip() for each in super().clean(value).split(",") if each.strip()]


class PartyRow(RowForm):
    """An institution and its role. It carries where it is from, unseen, so that saving it loses nothing."""

    institution = InstitutionField(label=_("Institution"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, _(label)) for role, label in PARTY_ROLE_LABELS.items()],
        initial=PartyRole.PARTY.value,
    )
    signatory = forms.CharField(label=_("Signatory"), required=False, max_length=200)
    classes = ClassesField(
        label=_("Counted as"),
        required=False,
        help_text=_("Separated by commas, such as regional_organisation: what clauses count parties by."),
    )
    joins_later = forms.BooleanField(
        label=_("Joins later"), required=False, help_text=_("It took no part in the negotiation: nobody awaits it.")
    )
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    source_quote = forms.CharField(required=False, widget=forms.HiddenInput)
    source_note = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].viewer = self.viewer  # type: ignore[attr-defined]


class ReaderRow(RowForm):
    """Somebody who may read a restricted agreement."""

    user = PersonField(label=_("Person"))


class TitleRow(RowForm):
    """The title in a language the product itself does not speak."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: [("", "…"), *(each for each in language_choices() if each[0] not in dict(settings.LANGUAGES))],
    )
    text = forms.CharField(label=_("Title"), max_length=LONGEST_TEXT)


PartyRows = rows_of(PartyRow, legend=_("Parties and others taking part"), one=_("Institution"))
ReaderRows = rows_of(ReaderRow, legend=_("Who else may read it while it is restricted"), one=_("Reader"))
TitleRows = rows_of(TitleRow, legend=_("Titles in further languages"), one=_("Title"))
