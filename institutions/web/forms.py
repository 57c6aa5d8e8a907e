"""The forms about institutions. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.time_zones import validate_time_zone
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.rows import FormWithRows, RowForm, Rows, rows_of
from institutions.kinds import KINDS
from institutions.models import Institution, InstitutionName
from institutions.web.choosing import InstitutionField
from institutions.web.languages import language_choices


def _help(field: str) -> Any:
    return Institution._meta.get_field(field).help_text  # type: ignore[union-attr]


class NameRow(RowForm):
    """One name of an institution."""

    text = forms.CharField(label=_("Name"), max_length=300)
    type = forms.ChoiceField(
        label=_("Type"), choices=InstitutionName.Type.choices, initial=InstitutionName.Type.OFFICIAL
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=lambda: [("", _("any")), *language_choices()], initial="en"
    )
    valid_from = forms.DateField(label=_("Held from"), required=False, widget=DayInput)
    valid_until = forms.DateField(label=_("No longer held from"), required=False, widget=DayInput)
    source = forms.CharField(label=_("Source"), max_length=500, required=False)
    source_quote = forms.CharField(required=False, widget=forms.HiddenInput)
    source_note = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A name ends after it began."""
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("This lies before the day from which it was held."))
        return values


class InstitutionForm(FormWithRows):
    """A new institution."""

    tables: ClassVar[dict[str, type[Rows]]] = {"names": rows_of(NameRow, legend=_("Names"), one=_("Name"))}

    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [("", "…"), *((kind, _(label)) for kind, (label, _iati) in KINDS.items())]
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lambda: [("", _("None: it is international")), *countries]
    )
    parent = InstitutionField(label=_("Part of"), required=False)
    seat = forms.CharField(label=_("Seat"), required=False, max_length=100)
    established = forms.CharField(label=_("Established"), required=False, max_length=10, help_text=_help("established"))
    dissolved = forms.CharField(label=_("Dissolved"), required=False, max_length=10, help_text=_help("dissolved"))
    existence_source = forms.CharField(label=_("Source of these dates"), required=False, max_length=500)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)
    mandate = forms.CharField(label=_("Mandate"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    powers = forms.CharField(
        label=_("Powers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it may do and agree on. A working arrangement may cover no more than this."),
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=500)
    source_quote = forms.CharField(label=_("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source_note = forms.CharField(label=_("Note on the source"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].viewer = self.viewer  # type: ignore[attr-defined]


class NewInstitutionForm(InstitutionForm):
    """An institution to be added. The box is shown once another is found that bears the same name."""

    allow_same_name = forms.BooleanField(
        label=_("This is another institution that bears the same name"), required=False
    )

    @property
    def has_namesake(self) -> bool:
        """Whether the action refused it for that, or was told to look away."""
        return self.has_error(NON_FIELD_ERRORS, "duplicate_name") or bool(self["allow_same_name"].data)


class ChangeInstitutionForm(VersionedForm, InstitutionForm):
    """An institution's data as they were when the form was opened, and why they change."""

    reason = forms.CharField(
        label=_("Reason for the change"), required=False, max_length=500, help_text=_("Kept in the history.")
    )


class ContactForm(forms.Form):
    """A focal point."""

    role = forms.CharField(
        label=_("Role"), max_length=120, help_text=_("Such as focal point, head of unit or legal adviser.")
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    time_zone = forms.CharField(
        label=_("Time zone"),
        initial="UTC",
        validators=[validate_time_zone],
        help_text=_("Its name in the time zone database, such as Europe/Madrid."),
    )


class ErasureForm(forms.Form):
    """Why a person's data is erased."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Such as “left the institution” or “asked for it”. Do not name the person: the reason is kept."),
    )
