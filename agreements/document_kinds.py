"""Kinds of document of an agreement, and how far its text is read. Pure data."""

from __future__ import annotations

from enum import StrEnum

from core.sentences import gettext_noop


class DocumentKind(StrEnum):
    """What a document is to its agreement."""

    AUTHENTIC_TEXT = "authentic_text"
    TRANSLATION = "translation"
    SIGNED_COPY = "signed_copy"
    DRAFT = "draft"
    MANDATE = "mandate"
    LEGAL_OPINION = "legal_opinion"
    CORRESPONDENCE = "correspondence"
    NOTE_VERBALE = "note_verbale"
    REPORT = "report"
    OTHER = "other"


DOCUMENT_LABELS = {
    DocumentKind.AUTHENTIC_TEXT: gettext_noop("Authentic text"),
    DocumentKind.TRANSLATION: gettext_noop("Translation"),
    DocumentKind.SIGNED_COPY: gettext_noop("Signed copy"),
    DocumentKind.DRAFT: gettext_noop("Draft"),
    DocumentKind.MANDATE: gettext_noop("Mandate"),
    DocumentKind.LEGAL_OPINION: gettext_noop("Legal opinion"),
    DocumentKind.CORRESPONDENCE: gettext_noop("Correspondence"),
    DocumentKind.NOTE_VERBALE: gettext_noop("Note verbale"),
    DocumentKind.REPORT: gettext_noop("Report"),
    DocumentKind.OTHER: gettext_noop("Other document"),
}

# A text is authentic where the treaty or the parties say so (VCLT 10, 33): what they signed may be, nothing else.
ALWAYS_AUTHENTIC = frozenset({DocumentKind.AUTHENTIC_TEXT})
MAY_BE_AUTHENTIC = ALWAYS_AUTHENTIC | {DocumentKind.SIGNED_COPY}


class TextState(StrEnum):
    """How far the text of a file is read."""

    PENDING = "pending"
    EXTRACTED = "extracted"
    EMPTY = "empty"
    FAILED = "failed"


TEXT_STATE_LABELS = {
    TextState.PENDING: gettext_noop("text is being read"),
    TextState.EXTRACTED: gettext_noop("text can be searched"),
    TextState.EMPTY: gettext_noop("holds no text"),
    TextState.FAILED: gettext_noop("text could not be read"),
}
