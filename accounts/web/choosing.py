"""Choosing a person by typing: suggestions where scripts run, and what was typed is understood without them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest

SUGGESTED = 12


def choice_label(person: User) -> str:
    """How a person is offered: the name shown to others, and the user name, which is theirs alone."""
    return f"{person.full_name} ({person.username})" if person.full_name else person.username


def people_called(text: str) -> QuerySet[User]:
    """Active people with every word in their name or user name."""
    found = User.objects.filter(is_active=True)
    for word in text.replace("(", " ").replace(")", " ").split():
        found = found.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    return found.order_by("full_name", "username")


class PersonInput(forms.TextInput):
    """A text box with suggestions of people."""

    template_name = "accounts/widgets/person.html"

    def format_value(self, value: Any) -> str | None:
        """A person by their label, anything else as it was typed."""
        return choice_label(value) if isinstance(value, User) else super().format_value(value)


class PersonField(forms.CharField):
    """A person named by their name or user name."""

    widget = PersonInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Begin to type the name or user name."))
        super().__init__(**kwargs, max_length=400)

    def prepare_value(self, value: Any) -> Any:
        """What is shown in the box."""
        return choice_label(value) if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:
        """The one person meant. Refuses what means none, or several, naming them."""
        text = super().clean(self.prepare_value(value))
        if not text:
            return None
        found = list(people_called(text)[: SUGGESTED + 1])
        exact = [each for each in found if text in (choice_label(each), each.username)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(_("Nobody here is called “%(text)s”.") % {"text": text}, code="unknown")
        names = "; ".join(choice_label(each) for each in found[:5])
        raise ValidationError(
            _("Several people fit “%(text)s”. Write one of: %(names)s.") % {"text": text, "names": names},
            code="ambiguous",
        )


@login_required
@require_safe
def suggestions(request: SignedInRequest) -> HttpResponse:
    """The options for what was typed so far, whatever the box is called; none for who belongs to no office."""
    typed = next((text for text in map(str, request.GET.values()) if text.strip()), "")
    asks_rightly = bool(typed) and request.user.is_staff_of_any_office
    labels = [choice_label(each) for each in people_called(typed)[:SUGGESTED]] if asks_rightly else []
    return render(request, "accounts/suggestions.html", {"labels": labels})
