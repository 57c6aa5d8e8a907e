"""Keep the file that proves a decision taken outside with the record it decides on, where such records keep files."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files import File
from django.utils.translation import gettext as _

from approvals.models import Step
from core.actors import Actor
from core.errors import InvalidInput
from core.registries import registries


@contextmanager
def evidence_kept(*, by: Actor, step: Step, file: File[bytes] | None) -> Iterator[uuid.UUID | None]:
    """Keep the file for the block that records the decision, and give the id of its document; None without a file.

    The block runs in one transaction with the document; one that fails leaves no file. Not inside a transaction.
    Raises `InvalidInput` (`file`) where the file is not taken or such records keep no files.
    """
    if file is None:
        yield None
        return
    subject = step.case.subject
    keeper = registries.evidence_keepers.get(subject.kind)
    if keeper is None:
        raise InvalidInput({"file": [_("Records of this kind keep no files. Name the source instead.")]})
    title = _("Evidence: %(step)s") % {"step": step.name}
    with keeper.keep(by=by, subject_id=subject.pk, file=file, title=title) as document:
        yield document


def require_document(document: uuid.UUID, *, step: Step) -> None:
    """Raise `InvalidInput` (`document`) unless the record holds a document with this id."""
    subject = step.case.subject
    keeper = registries.evidence_keepers.get(subject.kind)
    held = keeper.documents(subject.pk) if keeper else []
    if str(document) not in {each.uid for each in held}:
        raise InvalidInput({"document": [_("The record holds no such document.")]})
