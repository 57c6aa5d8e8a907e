"""Choosing an agreement by typing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.visibility import Viewer
from accounts.web.signed_in import SignedInRequest
from agreements.models import Agreement
from core.text import fold
from core.web.choosing import SEPARATOR, SUGGESTED, ChosenByTyping, offered, typed_in


def choice_label(agreement: Agreement) -> str:
    """How an agreement is offered: its reference, which is its own, and its title."""
    return f"{agreement.reference}{SEPARATOR}{agreement.title}"


def agreements_called(text: str, viewer: Viewer) -> list[Agreement]:
    """The agreements meant by what somebody typed: the one of that reference or title, else those with all words."""
    seen = Agreement.objects.visible_to(viewer)
    reference = text.split(SEPARATOR)[0].strip()
    named = list(seen.filter(reference__iexact=reference)[:1])
    if named or not fold(text):
        return named
    found = list(seen.search(text).order_by("sort_key", "id")[: SUGGESTED + 1])
    titled = [each for each in found if fold(text) in map(fold, each.titles.values())]
    return titled if len(titled) == 1 else found


class AgreementField(ChosenByTyping):
    """An agreement named by its reference or title. Set `viewer`; the form's `__init__` is the place."""

    model = Agreement
    suggestions = "agreements:suggestions"
    default_help = _("Begin to type its reference or title.")
    none_called = _("No agreement in the register is called “%(text)s”.")
    several_fit = _("Several agreements fit “%(text)s”. Write one of: %(names)s.")

    def label_of(self, record: Agreement) -> str:
        """See `ChosenByTyping`."""
        return choice_label(record)

    def called(self, text: str) -> list[Agreement]:
        """See `ChosenByTyping`."""
        return agreements_called(text, self.viewer)


@login_required
@require_safe
def suggestions(request: SignedInRequest) -> HttpResponse:
    """The options for what was typed so far."""
    typed = typed_in(request)
    found = agreements_called(typed, request.user)[:SUGGESTED] if typed else []
    return offered(request, [choice_label(each) for each in found])
