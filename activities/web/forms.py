"""The forms of an activity. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from accounts.queries import officers_of
from accounts.visibility import Classification
from activities.kinds import ACTIVITY_KINDS
from activities.models import Programme
from activities.states import ACTIVITY_STATE_LABELS
from activities.web.rows import AgreementRows, CountryRows, ParticipantRows
from agreements.models import Subject
from agreements.web.subjects import SubjectsField
from core.languages import LONGEST_TEXT
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.partial_dates import PartialDateField
from core.web.rows import FormWithRows, Rows


def _title_fields() -> dict[str, forms.Field]:
    return {
        f"title_{code}": forms.CharField(
            label=gettext_lazy("Title in %(language)s") % {"language": name}, max_length=LONGEST_TEXT, required=False
        )
        for code, name in settings.LANGUAGES
    }


class ActivityForm(FormWithRows):
    """An activity's data and links."""

    tables: ClassVar[dict[str, type[Rows]]] = {
        "agreements": AgreementRows,
        "participants": ParticipantRows,
        "countries": CountryRows,
    }

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [("", "…"), *((kind, _(label)) for kind, label in ACTIVITY_KINDS.items())],
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"), queryset=Programme.objects.none(), required=False, to_field_name="code"
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Classification"), choices=Classification.choices, initial=Classification.INTERNAL
    )
    officer = forms.ModelChoiceField(
        label=gettext_lazy("Officer in charge"),
        queryset=get_user_model().objects.none(),
        required=False,
        to_field_name="username",
        empty_label=gettext_lazy("Nobody: the office as a whole"),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=150)
    planned_start = PartialDateField(label=gettext_lazy("Planned start"), required=False)
    planned_end = PartialDateField(label=gettext_lazy("Planned end"), required=False)
    actual_start = forms.DateField(label=gettext_lazy("Actual start"), required=False, widget=DayInput)
    actual_end = forms.DateField(label=gettext_lazy("Actual end"), required=False, widget=DayInput)
    subjects = SubjectsField(label=gettext_lazy("Subjects"), queryset=Subject.objects.none(), required=False)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**_title_fields(), **self.fields}
        self.fields["programme"].queryset = Programme.objects.visible_to(self.viewer).order_by("sort_key", "id")  # type: ignore[attr-defined]
        self.fields["subjects"].queryset = Subject.objects.with_tree_fields()  # type: ignore[attr-defined]
        self.fields["officer"].queryset = officers_of(offices)  # type: ignore[attr-defined]

    @property
    def titles(self) -> list[forms.BoundField]:
        """The title in each language."""
        return [self[f"title_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """A title in at least one language."""
        values = super().clean()
        titles = {code: values.get(f"title_{code}", "") for code, _name in settings.LANGUAGES}
        if not any(titles.values()):
            self.add_error(f"title_{settings.LANGUAGE_CODE}", _("Give a title in at least one language."))
        return values


class NewActivityForm(ActivityForm):
    """An activity to be added, for one of the offices its creator keeps records for."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Responsible office"), queryset=Office.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[each.pk for each in offices])  # type: ignore[attr-defined]
        self.fields["office"].empty_label = None  # type: ignore[attr-defined]


class ExistingActivityForm(NewActivityForm):
    """An activity that exists already, to be taken over as it stands."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [("", "…"), *((state.value, _(label)) for state, label in ACTIVITY_STATE_LABELS.items())],
    )
    reason = forms.CharField(
        label=gettext_lazy("Where it is taken over from"),
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )


class ChangeActivityForm(VersionedForm, ActivityForm):
    """An activity's data as they were when the form was opened, and why they change."""

    outcome = forms.CharField(
        label=gettext_lazy("Outcome"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What came of it, as the report says. Needed before it is closed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )
