"""Choosing an agreement by typing: suggestions where scripts run, and what was typed is understood without them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.visibility import Viewer
from accounts.web.signed_in import SignedInRequest
from agreements.models import Agreement
from core.text import fold

SUGGESTED = 12
_SEPARATOR = " · "


def choice_label(agreement: Agreement) -> str:
    """How an agreement is offered: its reference, which is its own, and its title."""
    return f"{agreement.reference}{_SEPARATOR}{agreement.title}"


def agreements_called(text: str, viewer: Viewer) -> list[Agreement]:
    """The agreements meant by what somebody typed: the one of that reference or title, else those with all words."""
    seen = Agreement.objects.visible_to(viewer)
    reference = text.split(_SEPARATOR)[0].strip()
    named = list(seen.filter(reference__iexact=reference)[:1])
    if named or not fold(text):
        return named
    found = list(seen.search(text).order_by("sort_key", "id")[: SUGGESTED + 1])
    titled = [each for each in found if fold(text) in map(fold, each.titles.values())]
    return titled if len(titled) == 1 else found


class AgreementInput(forms.TextInput):
    """A text box with suggestions from the register."""

    template_name = "agreements/widgets/agreement.html"


class AgreementField(forms.CharField):
    """An agreement named by its reference or title. Set `viewer`; the form's `__init__` is the place."""

    widget = AgreementInput
    viewer: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Begin to type its reference or title."))
        super().__init__(**kwargs, max_length=400)

    def prepare_value(self, value: Any) -> Any:
        """What is shown in the box."""
        return choice_label(value) if isinstance(value, Agreement) else value

    def clean(self, value: Any) -> Agreement | None:
        """The one agreement meant. Refuses what means none, or several, naming them."""
        if isinstance(value, Agreement):
            return value
        text = super().clean(value)
        if not text:
            return None
        found = agreements_called(text, self.viewer)
        if not found:
            raise ValidationError(
                _("No agreement in the register is called “%(text)s”.") % {"text": text}, code="unknown"
            )
        if len(found) > 1:
            names = "; ".join(choice_label(each) for each in found[:5])
            raise ValidationError(
                _("Several agreements fit “%(text)s”. Write one of: %(names)s.") % {"text": text, "names": names},
                code="ambiguous",
            )
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what is shown with what was typed."""
        return bool(super().has_changed(self.prepare_value(initial), self.prepare_value(data)))


@login_required
@require_safe
def suggestions(request: SignedInRequest) -> HttpResponse:
    """The options for what was typed so far, whatever the box is called."""
    typed = next((str(value).strip() for value in request.GET.dict().values() if str(value).strip()), "")
    found = agreements_called(typed, request.user)[:SUGGESTED] if typed else []
    return render(request, "agreements/relations/suggestions.html", {"labels": [choice_label(each) for each in found]})
