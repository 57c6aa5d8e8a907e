"""Choosing an institution by typing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.visibility import Viewer
from core.text import fold
from core.web.choosing import SEPARATOR, SUGGESTED, ChosenByTyping, offered, typed_in
from institutions.models import Institution


def choice_label(institution: Institution) -> str:
    """How an institution is offered: name, acronym and country, which together tell it from others."""
    name = institution.name
    if institution.acronym and institution.acronym != name:
        name = f"{name} ({institution.acronym})"
    return f"{name}{SEPARATOR}{institution.country.name}" if institution.country else name  # type: ignore[attr-defined]


def institutions_called(text: str, viewer: Viewer) -> list[Institution]:
    """The institutions meant by what somebody typed: the one so called, else those with all the words."""
    words = fold(text.split(SEPARATOR)[0].replace("(", " ").replace(")", " "))
    if not words:
        return []
    found = list(Institution.objects.visible_to(viewer).search(words).order_by("sort_key", "id")[: SUGGESTED + 1])
    labelled = [each for each in found if fold(choice_label(each)) == fold(text)]
    named = [each for each in found if words in each.search_key.split("\n")]
    return labelled[:1] or (named if len(named) == 1 else found)


class InstitutionField(ChosenByTyping):
    """An institution named by its name, acronym or alias. Set `viewer`; the form's `__init__` is the place."""

    model = Institution
    suggestions = "institutions:suggestions"
    default_help = _("Begin to type its name or acronym.")
    none_called = _("No institution in the register is called “%(text)s”.")
    several_fit = _("Several institutions fit “%(text)s”. Write one of: %(names)s.")

    def label_of(self, record: Institution) -> str:
        """See `ChosenByTyping`."""
        return choice_label(record)

    def called(self, text: str) -> list[Institution]:
        """See `ChosenByTyping`."""
        return institutions_called(text, self.viewer)


@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options for what was typed so far."""
    typed = typed_in(request)
    found = Institution.objects.visible_to(request.user).search(typed.split(SEPARATOR)[0]).order_by("sort_key", "id")
    return offered(request, [choice_label(each) for each in found[:SUGGESTED]] if typed else [])
