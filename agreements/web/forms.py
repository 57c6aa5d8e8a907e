"""The forms of an agreement's data. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from accounts.queries import officers_of
from accounts.visibility import Classification
from agreements.kinds import (
    KINDS,
    NATURE_LABELS,
    PERSONAL_DATA_LABELS,
    TRANSFER_BASIS_LABELS,
    PersonalData,
    TransferBasis,
)
from agreements.models import Subject
from agreements.stages import STAGE_LABELS
from agreements.web.rows import PartyRows, ReaderRows, TitleRows
from agreements.web.subjects import SubjectsField
from core.languages import LONGEST_TEXT
from core.web.conflicts import VersionedForm
from core.web.forms import DayInput
from core.web.rows import FormWithRows, Rows

TITLE_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_NATURES = [(each.value, gettext_lazy(label)) for each, label in NATURE_LABELS.items()]


def _text(label: Any, *, rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AgreementForm(FormWithRows):
    """An agreement's data, its institutions, readers and subjects."""

    tables: ClassVar[dict[str, type[Rows]]] = {"parties": PartyRows, "other_titles": TitleRows, "readers": ReaderRows}

    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=LONGEST_TEXT, required=False)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=LONGEST_TEXT, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [("", "…"), *((name, _(kind.label)) for name, kind in KINDS.items())],
        help_text=gettext_lazy("Decides which stages it goes through."),
    )
    nature = forms.ChoiceField(label=gettext_lazy("Binding nature"), choices=_NATURES)
    summary = _text(gettext_lazy("Summary"), rows=4)
    external_reference = forms.CharField(
        label=gettext_lazy("Outside reference"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("What others call it. The register gives its own reference by itself."),
    )
    legal_basis = _text(gettext_lazy("Legal basis"), rows=3)
    personal_data = forms.ChoiceField(
        label=gettext_lazy("Personal data exchanged"),
        choices=[(each.value, gettext_lazy(label)) for each, label in PERSONAL_DATA_LABELS.items()],
        initial=PersonalData.UNKNOWN.value,
        widget=forms.RadioSelect,
    )
    transfer_basis = forms.ChoiceField(
        label=gettext_lazy("Basis for transfers of personal data"),
        choices=[(each.value, gettext_lazy(label)) for each, label in TRANSFER_BASIS_LABELS.items()],
        initial=TransferBasis.NONE.value,
        help_text=gettext_lazy("Regulation (EU) 2016/794, Art. 25. Confirm with counsel."),
    )
    classification = forms.ChoiceField(
        label=gettext_lazy("Classification"),
        choices=Classification.choices,
        initial=Classification.INTERNAL.value,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Public: everyone signed in. Internal: members of any office. Restricted: the officer in charge, the head "
            "and the auditor of the office, deciders of its steps, and the readers named below."
        ),
    )
    officer = forms.ModelChoiceField(
        label=gettext_lazy("Officer in charge"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="username",
        empty_label=gettext_lazy("Nobody: the office as a whole"),
    )
    subjects = SubjectsField(label=gettext_lazy("Subjects"), queryset=Subject.objects.none(), required=False)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=500)
    source_quote = _text(gettext_lazy("Quoted words"), rows=2)
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers_of(offices)  # type: ignore[attr-defined]
        self.fields["subjects"].queryset = Subject.objects.with_tree_fields()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A title in at least one language."""
        values = super().clean()
        if not any(values.get(f"title_{code}") for code in TITLE_LANGUAGES) and not values.get("other_titles"):
            self.add_error(f"title_{settings.LANGUAGE_CODE}", _("Give a title in at least one language."))
        return values


class NewAgreementForm(AgreementForm):
    """An agreement to be added, for one of the offices its creator keeps records for. Readers are named later."""

    tables: ClassVar[dict[str, type[Rows]]] = {"parties": PartyRows, "other_titles": TitleRows}

    office = forms.ModelChoiceField(
        label=gettext_lazy("Responsible office"), queryset=Office.objects.none(), to_field_name="code", empty_label=None
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Binding nature"),
        required=False,
        choices=[("", gettext_lazy("As usual for its kind")), *_NATURES],
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=[each.pk for each in offices])  # type: ignore[attr-defined]


class ExistingAgreementForm(NewAgreementForm):
    """An agreement that exists already, at the stage it has reached."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage it has reached"),
        choices=lambda: [("", "…"), *((stage.value, _(label)) for stage, label in STAGE_LABELS.items())],
    )
    since = forms.DateField(label=gettext_lazy("In this stage since"), required=False, widget=DayInput)
    reason = forms.CharField(
        label=gettext_lazy("Where it is taken over from"),
        max_length=500,
        help_text=gettext_lazy("Such as “paper register of 2019”. Kept in the history."),
    )


class ChangeAgreementForm(VersionedForm, AgreementForm):
    """An agreement's data as they were when the form was opened, and why they change."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept in the history."),
    )
