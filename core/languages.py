"""Texts kept in several languages: `{"en": "Treaty", "es": "Tratado"}`."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# The ISO 639 codes of languages that have a name here: those that forms offer and texts are kept under.
CODES = frozenset(code for code, known in LANG_INFO.items() if "name" in known and len(code) <= 3)

# What pages and API take: titles of treaties as sources print them are long.
LONGEST_TEXT = 1000


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    """The text in the language asked for (default: the active one), else the product's first language, else any."""
    wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    for tag in (wanted, *(tag for tag, _label in settings.LANGUAGES)):
        if texts.get(tag):
            return texts[tag]
    return next((text for text in texts.values() if text), "")


def validate_texts(value: object) -> None:
    """Accept a mapping of ISO 639 language codes in `CODES` to non-empty texts."""
    if not isinstance(value, dict) or not all(
        tag in CODES and isinstance(text, str) and text.strip() for tag, text in value.items()
    ):
        raise ValidationError(_("Give each text under its language code, such as en or es."))
