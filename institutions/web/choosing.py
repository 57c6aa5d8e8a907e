"""Choosing an institution by typing: suggestions where scripts run, and what was typed is understood without them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.visibility import Viewer
from core.text import fold
from institutions.models import Institution

SUGGESTED = 12
_SEPARATOR = " · "


def choice_label(institution: Institution) -> str:
    """How an institution is offered: name, acronym and country, which together tell it from others."""
    name = institution.name
    if institution.acronym and institution.acronym != name:
        name = f"{name} ({institution.acronym})"
    return f"{name}{_SEPARATOR}{institution.country.name}" if institution.country else name  # type: ignore[attr-defined]


def institutions_called(text: str, viewer: Viewer) -> list[Institution]:
    """The institutions meant by what somebody typed: the one so called, else those with all the words."""
    words = fold(text.split(_SEPARATOR)[0].replace("(", " ").replace(")", " "))
    if not words:
        return []
    found = list(Institution.objects.visible_to(viewer).search(words).order_by("sort_key", "id")[: SUGGESTED + 1])
    labelled = [each for each in found if fold(choice_label(each)) == fold(text)]
    named = [each for each in found if words in each.search_key.split("\n")]
    return labelled[:1] or (named if len(named) == 1 else found)


class InstitutionInput(forms.TextInput):
    """A text box with suggestions from the register."""

    template_name = "institutions/widgets/institution.html"

    def format_value(self, value: Any) -> str | None:
        """An institution by its label, anything else as it was typed."""
        return choice_label(value) if isinstance(value, Institution) else super().format_value(value)


class InstitutionField(forms.CharField):
    """An institution named by its name, acronym or alias. Set `viewer`; the form's `__init__` is the place."""

    widget = InstitutionInput
    viewer: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Begin to type its name or acronym."))
        super().__init__(**kwargs, max_length=400)

    def prepare_value(self, value: Any) -> Any:
        """What is shown in the box."""
        return choice_label(value) if isinstance(value, Institution) else value

    def clean(self, value: Any) -> Institution | None:
        """The one institution meant. Refuses what means none, or several, naming them."""
        if isinstance(value, Institution):
            return value
        text = super().clean(value)
        if not text:
            return None
        found = institutions_called(text, self.viewer)
        if not found:
            raise ValidationError(
                _("No institution in the register is called “%(text)s”.") % {"text": text}, code="unknown"
            )
        if len(found) > 1:
            names = "; ".join(choice_label(each) for each in found[:5])
            raise ValidationError(
                _("Several institutions fit “%(text)s”. Write one of: %(names)s.") % {"text": text, "names": names},
                code="ambiguous",
            )
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what is shown with what was typed."""
        return bool(super().has_changed(self.prepare_value(initial), self.prepare_value(data)))


@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options for what was typed so far, whatever the box is called."""
    typed = next((value for value in request.GET.dict().values() if str(value).strip()), "")
    found = Institution.objects.visible_to(request.user).search(typed.split(_SEPARATOR)[0]).order_by("sort_key", "id")
    labels = [choice_label(each) for each in found[:SUGGESTED]] if typed else []
    return render(request, "institutions/parts/suggestions.html", {"labels": labels})
