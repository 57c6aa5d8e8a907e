"""Languages a name can be in, by the reader's name for them."""

from __future__ import annotations

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from core.languages import CODES


def language_name(code: str) -> str:
    """The language in the reader's own; the code itself where it has no name; "" for none."""
    return _(LANG_INFO[code]["name"]) if code in LANG_INFO and "name" in LANG_INFO[code] else code


def language_choices() -> list[tuple[str, str]]:
    """Every language there is a name for: the product's own first, the others by the alphabet."""
    first = [code for code, _label in settings.LANGUAGES]
    others = sorted(((code, language_name(code)) for code in CODES if code not in first), key=lambda pair: pair[1])
    return [*((code, language_name(code)) for code in first), *others]
