"""The forms of what is decided outside the office. They only read what was typed; the actions decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.steps import DECISIONS, OUTCOME_LABELS, Outcome
from approvals.web.forms import DecisionForm, NotedRadios, WithConditions
from core.registries import KeptDocument
from core.web.conflicts import VersionedForm
from core.web.file_fields import FileField, what_is_taken
from core.web.forms import DayInput
from institutions.models import Contact


class OutsideForm(WithConditions):
    """What was decided, why, and under which conditions; `substance` is the hash of what was read.

    `keeps_files`: the record keeps files, so that one may be brought.
    """

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=NotedRadios)
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed where changes are requested or it is rejected."),
    )
    file = FileField(label=gettext_lazy("Document"), required=False)
    substance = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, files: Any = None, keeps_files: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.files = files or MultiValueDict()
        self.fields["outcome"].widget.notes = {}
        if keeps_files:
            self.fields["file"].help_text = _help_of_file(was_sent=bool(self.files.get("file")))
        else:
            del self.fields["file"]

    @property
    def decision(self) -> dict[str, Any]:
        """What a valid form states, as arguments of the actions."""
        values = self.cleaned_data
        return {
            "outcome": values["outcome"],
            "comment": values["comment"],
            "conditions": self.conditions,
            "file": values.get("file"),
            "seen": values["substance"],
        }


class LinkForm(OutsideForm):
    """The decision of a contact outside, on the page their link opens."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, viewer=None, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = DecisionForm.base_fields["outcome"].choices  # type: ignore[attr-defined]
        outcome.widget.notes = {
            Outcome.APPROVED_WITH_CONDITIONS: _("It goes on once every condition is met."),
            Outcome.CHANGES_REQUESTED: _("You are asked again once it has been amended or answered."),
            Outcome.REJECTED: _("This ends the approval."),
        }
        if "file" in self.fields:
            self.fields["file"].label = _("Document (if you wish)")


class RecordOutsideForm(VersionedForm, OutsideForm):
    """A decision taken outside, as an officer records it with its evidence. `contacts` may have taken it."""

    contact = forms.ModelChoiceField(
        label=gettext_lazy("Decided by the contact"), required=False, queryset=Contact.objects.none(), empty_label="…"
    )
    decided_on = forms.DateField(label=gettext_lazy("Day of the decision"), widget=DayInput)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("The letter, e-mail or address in which it was told."),
    )
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)
    document = forms.ChoiceField(label=gettext_lazy("A document the record holds"), required=False)

    def __init__(
        self, data: Any = None, *, contacts: Sequence[Contact], documents: Sequence[KeptDocument], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        labels: Mapping[Outcome, str] = OUTCOME_LABELS
        self.fields["outcome"].choices = [(each.value, _(labels[each])) for each in DECISIONS]  # type: ignore[attr-defined]
        known = Contact.objects.filter(pk__in=[each.pk for each in contacts])
        self.fields["contact"].queryset = known.select_related("details", "institution")  # type: ignore[attr-defined]
        self.fields["contact"].label_from_instance = called  # type: ignore[attr-defined]
        self.fields["document"].choices = [("", "…"), *((each.uid, each.title) for each in documents)]  # type: ignore[attr-defined]
        if not documents:
            del self.fields["document"]
        if "file" in self.fields:
            self.fields["file"].label = _("A file, kept with the documents of the record")

    def clean(self) -> dict[str, Any]:
        """One document is the evidence."""
        values = super().clean()
        if values.get("file") and values.get("document"):
            self.add_error("document", _("Choose a document the record holds, or bring a file, not both."))
        return values

    @property
    def decision(self) -> dict[str, Any]:
        """What a valid form states, as arguments of `record_outside_decision`."""
        values = self.cleaned_data
        said = ("contact", "decided_on", "source", "source_quote", "source_note")
        return {
            **super().decision,
            **{name: values[name] for name in said},
            "document": values.get("document") or None,
        }


class SendLinkForm(forms.Form):
    """To whom a link is sent, and for how long it is valid. `contacts` are by heading."""

    contact = forms.ChoiceField(label=gettext_lazy("Contact"))
    valid_days = forms.IntegerField(label=gettext_lazy("Valid for (days)"), initial=14, min_value=1, max_value=90)

    def __init__(self, *args: Any, contacts: Mapping[str, Sequence[Contact]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(each.pk): each for group in contacts.values() for each in group}
        groups = [(heading, [(str(each.pk), called(each)) for each in group]) for heading, group in contacts.items()]
        self.fields["contact"].choices = [("", "…"), *(each for each in groups if each[1])]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Contact:
        """Whom a valid form names."""
        return self.contacts[self.cleaned_data["contact"]]


def _help_of_file(*, was_sent: bool) -> str:
    """What is taken; and of a form that comes back, that the file has to be chosen once more: browsers keep none."""
    if not was_sent:
        return what_is_taken()
    again = _("Choose the file again: it was not kept.")
    return format_html("<strong>{}</strong> {}", again, what_is_taken())


def called(contact: Contact) -> str:
    """A contact in a list: name, role, institution."""
    name = contact.details.name if contact.details else _("erased")
    return f"{name}, {contact.role} ({contact.institution})"
