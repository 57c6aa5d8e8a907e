"""Documents, as given."""

from __future__ import annotations

from typing import Any

from agreements.actions.document_files import NewFile
from agreements.actions.documents import NewDocument
from agreements.models import Document
from core.api.form_fields import FileContent, FlagText
from core.api.input_fields import Text
from core.api.inputs import REASON, Input, RecordInput
from core.api.sources import SOURCE_FIELDS

_NOTE = "What is new in this version."


class DocumentInput(RecordInput):
    """A document and its file."""

    file = FileContent(help_text="The file: its content must be what the end of its name says.")
    title = Text(required=False, allow_blank=True, max_length=300, help_text="By default the name of the file.")
    is_authentic = FlagText(required=False, help_text="By default as its kind says.")
    note = Text(required=False, allow_blank=True, max_length=500, help_text=_NOTE)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Document
        fields = ["file", "kind", "title", "language", "is_authentic", "note", *SOURCE_FIELDS, "reason"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The document, its file, and why."""
        file = file_given(attrs)
        own = {name: attrs.pop(name) for name in NewDocument.__dataclass_fields__ if name in attrs}
        return {**attrs, "document": NewDocument(**own), "file": file}


class VersionInput(Input):
    """A new file of a document."""

    file = FileContent(help_text="The file: its content must be what the end of its name says.")
    note = Text(required=False, allow_blank=True, max_length=500, help_text=_NOTE)
    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The file, and why."""
        return {"file": file_given(attrs), **attrs}


class DocumentChangeInput(RecordInput):
    """What is said of a document."""

    reason = Text(required=False, allow_blank=True, max_length=1000, help_text=REASON)

    class Meta:
        model = Document
        fields = ["kind", "title", "language", "is_authentic", *SOURCE_FIELDS, "reason"]


class DocumentWithdrawalInput(Input):
    """Why a document is withdrawn."""

    reason = Text(max_length=500, help_text="Why, shown with the document and kept in the history.")


def file_given(attrs: dict[str, Any]) -> NewFile:
    """Take the file and its note out of a body."""
    content = attrs.pop("file")
    return NewFile(content=content, name=content.name or "", note=attrs.pop("note", ""))
