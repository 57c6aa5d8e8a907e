"""Choosing a person by typing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from core.web.choosing import SUGGESTED, ChosenByTyping, offered, typed_in


def choice_label(person: User) -> str:
    """How a person is offered: the name shown to others, and the user name, which is theirs alone."""
    return f"{person.full_name} ({person.username})" if person.full_name else person.username


def people_called(text: str) -> QuerySet[User]:
    """Active people with every word in their name or user name."""
    found = User.objects.filter(is_active=True)
    for word in text.replace("(", " ").replace(")", " ").split():
        found = found.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    return found.order_by("full_name", "username")


class PersonField(ChosenByTyping):
    """A person named by their name or user name."""

    model = User
    suggestions = "accounts:people"
    default_help = _("Begin to type the name or user name.")
    none_called = _("Nobody here is called “%(text)s”.")
    several_fit = _("Several people fit “%(text)s”. Write one of: %(names)s.")

    def label_of(self, record: User) -> str:
        """See `ChosenByTyping`."""
        return choice_label(record)

    def called(self, text: str) -> list[User]:
        """See `ChosenByTyping`."""
        found = list(people_called(text)[: SUGGESTED + 1])
        return [each for each in found if text in (choice_label(each), each.username)] or found


@login_required
@require_safe
def suggestions(request: SignedInRequest) -> HttpResponse:
    """The options for what was typed so far; none for who belongs to no office."""
    typed = typed_in(request)
    asks_rightly = bool(typed) and request.user.is_staff_of_any_office
    return offered(request, [choice_label(each) for each in people_called(typed)[:SUGGESTED]] if asks_rightly else [])
