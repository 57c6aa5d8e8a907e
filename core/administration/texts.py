"""Texts in several languages as form controls: one for each language instead of raw JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

LONGEST = 300


def _offered() -> list[str]:
    return [tag for tag, _name in settings.LANGUAGES]


class TextsWidget(forms.MultiWidget):
    """A labelled control for each language of the product, and what other languages have, out of sight."""

    template_name = "admin/widgets/texts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        controls = {tag: UnfoldAdminTextInputWidget(attrs={"lang": tag}) for tag in _offered()}
        super().__init__({**controls, "others": forms.HiddenInput()}, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The text of each language of the product, and the rest as JSON."""
        texts = dict(value or {})
        shown = [texts.pop(tag, "") for tag in _offered()]
        return [*shown, json.dumps(texts) if texts else ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With each language's name in its own words."""
        context = super().get_context(name, value, attrs)
        for tag, control in zip(_offered(), context["widget"]["subwidgets"], strict=False):
            control["label"] = get_language_info(tag)["name_local"].capitalize()
        return context


class TextsField(forms.MultiValueField):
    """Gives `{"en": "…", "es": "…"}` with the languages that have a text. Required: one language is enough."""

    default_error_messages = {"required": _("Give a text in at least one language.")}

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=LONGEST) for _tag in _offered()]
        others = forms.JSONField(required=False)
        super().__init__([*fields, others], widget=TextsWidget(), require_all_fields=False, **kwargs)

    def clean(self, value: Sequence[str]) -> dict[str, str]:
        """The texts by language. Raises `ValidationError` (`required`) where there is none."""
        texts: dict[str, str] = super().clean(value)
        if self.required and not texts:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return texts

    def compress(self, data_list: Sequence[Any]) -> dict[str, str]:
        """The texts that were given, by language; the model's own validators judge them."""
        *typed, others = data_list or [None]
        given = {tag: text for tag, text in zip(_offered(), typed, strict=False) if text}
        return {**(others if isinstance(others, dict) else {}), **given}
