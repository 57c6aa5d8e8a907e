"""Choosing a record by typing: suggestions where scripts run, and what was typed is understood without them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

SUGGESTED = 12
SEPARATOR = " · "


class TypedInput(forms.TextInput):
    """A text box with suggestions from a page of them."""

    template_name = "core/widgets/typed.html"

    def __init__(self, field: ChosenByTyping) -> None:
        super().__init__()
        self.field = field

    def format_value(self, value: Any) -> str | None:
        """A record by its label, anything else as it was typed."""
        return super().format_value(self.field.prepare_value(value))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the address of the suggestions."""
        context = super().get_context(name, value, attrs)
        return {**context, "suggestions": reverse(self.field.suggestions)}


class ChosenByTyping(forms.CharField):
    """One record named by what it is called. Set `viewer` where that matters; the form's `__init__` is the place.

    A kind of record says what it is (`model`), how one is offered (`label_of`), which ones a text means (`called`),
    where suggestions come from (`suggestions`, the name of a page), and what it answers when none or several fit.
    """

    model: ClassVar[type]
    suggestions: ClassVar[str]
    default_help: ClassVar[Any]
    none_called: ClassVar[Any]
    several_fit: ClassVar[Any]
    viewer: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(**{"widget": TypedInput(self), **kwargs}, max_length=400)

    def __deepcopy__(self, memo: dict[int, Any]) -> ChosenByTyping:
        """Each form's copy has a box that knows it."""
        copied = super().__deepcopy__(memo)
        if isinstance(copied.widget, TypedInput):
            copied.widget.field = copied
        return copied

    def label_of(self, record: Any) -> str:
        """How a record is offered, so that it can be told from others."""
        raise NotImplementedError

    def called(self, text: str) -> list[Any]:
        """The records meant by what somebody typed."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        """What is shown in the box."""
        return self.label_of(value) if isinstance(value, self.model) else value

    def clean(self, value: Any) -> Any:
        """The one record meant, or None for nothing. Refuses what means none, or several, naming them."""
        if isinstance(value, self.model):
            return value
        text = super().clean(value)
        if not text:
            return None
        found = self.called(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(self.none_called % {"text": text}, code="unknown")
        names = "; ".join(self.label_of(each) for each in found[:5])
        raise ValidationError(self.several_fit % {"text": text, "names": names}, code="ambiguous")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what is shown with what was typed."""
        return bool(super().has_changed(self.prepare_value(initial), self.prepare_value(data)))


def typed_in(request: HttpRequest) -> str:
    """What was typed so far, whatever the box is called."""
    return next((text for value in request.GET.dict().values() if (text := str(value).strip())), "")


def offered(request: HttpRequest, labels: Iterable[str]) -> HttpResponse:
    """Suggestions, as the options of a box."""
    return render(request, "core/suggestions.html", {"labels": list(labels)})
