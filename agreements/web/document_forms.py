"""The forms of documents. They only read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.actions.document_files import NewFile
from agreements.actions.documents import NewDocument
from agreements.document_kinds import ALWAYS_AUTHENTIC, DOCUMENT_LABELS
from agreements.models import Document
from core.web.conflicts import VersionedForm
from core.web.file_fields import FileField, what_is_taken
from institutions.web.languages import language_choices

_SAID = ("kind", "title", "language", "is_authentic", "source", "source_quote", "source_note")
_REASON = gettext_lazy("Kept in the history.")


class FileForm(forms.Form):
    """A file and what is new in it."""

    file = FileField(label=gettext_lazy("File"))
    note = forms.CharField(label=gettext_lazy("What is new"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = what_is_taken()

    @property
    def new_file(self) -> NewFile:
        """The file a valid form brings."""
        content = self.cleaned_data["file"]
        return NewFile(content=content, name=content.name, note=self.cleaned_data.get("note", ""))


class DocumentWords(forms.Form):
    """What is said of a document."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=lambda: [("", "…"), *((kind.value, _(label)) for kind, label in DOCUMENT_LABELS.items())],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=lambda: [("", _("Not stated, or several")), *language_choices()],
    )
    is_authentic = forms.BooleanField(
        label=gettext_lazy("Its text is authentic"),
        required=False,
        help_text=gettext_lazy("Of signed copies only; an authentic text is so by its kind (VCLT 10, 33)."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, max_length=500, help_text=gettext_lazy("Where the file is from.")
    )
    source_quote = forms.CharField(
        label=gettext_lazy("Quoted words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_note = forms.CharField(label=gettext_lazy("Note on the source"), required=False, max_length=300)

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says of the document: an authentic text is authentic, ticked or not."""
        values = {name: self.cleaned_data[name] for name in _SAID}
        return {**values, "is_authentic": values["is_authentic"] or values["kind"] in ALWAYS_AUTHENTIC}


class NewDocumentForm(FileForm, DocumentWords):
    """A new document and its file."""

    note = None  # type: ignore[assignment]
    field_order = ("file", *_SAID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Without one, the name of the file.")

    @property
    def document(self) -> NewDocument:
        """The document a valid form states."""
        return NewDocument(**self.said)


class ChangeDocumentForm(VersionedForm, DocumentWords):
    """What is said of a document as it was when the form was opened, and why it changes."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"), required=False, max_length=500, help_text=_REASON
    )


class WithdrawDocumentForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=500, help_text=_REASON)


def initial_of(document: Document) -> dict[str, Any]:
    """A document as the form of its change begins."""
    return {name: getattr(document, name) for name in _SAID}
