"""Letters about approvals as their reader finds them in Entente, whether or not the e-mail has gone out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.letters.notices import Notice, notices_of
from approvals.letters.occasions import OCCASIONS
from core.listing import Order
from core.models import Letter

KEPT_FOR = dt.timedelta(days=30)
MOST = 50
NEWEST_FIRST = Order("-created", _("Newest first"), ("-created_at", "-id"))


@dataclass(frozen=True)
class News:
    """One letter, and what it says now in the active language."""

    letter: Letter
    notice: Notice

    @property
    def at(self) -> dt.datetime:
        """When it was written."""
        return self.letter.created_at

    @property
    def is_new(self) -> bool:
        """Whether its reader has not said yet that they read it."""
        return self.letter.read_at is None


def letters_to(user: User, *, now: dt.datetime) -> QuerySet[Letter]:
    """The letters of the last 30 days to a person, without those that were never to go; see `read_news`."""
    mine = Letter.objects.filter(recipient=user, kind__in=list(OCCASIONS), created_at__gt=now - KEPT_FOR)
    return mine.exclude(state=Letter.State.CANCELLED).select_related("recipient")


def read_news(letters: Sequence[Letter], *, now: dt.datetime) -> list[News]:
    """What letters to one person say, in their order and in a fixed number of queries for each kind. Those about what
    they may not see any more, or that have nothing to say any more, are left out.
    """
    by_kind: dict[str, list[Letter]] = defaultdict(list)
    for each in letters:
        by_kind[each.kind].append(each)
    notices: dict[int, Notice] = {}
    for kind, group in by_kind.items():
        notices |= notices_of(OCCASIONS[kind], group, at=now, language=get_language() or "")
    return [News(each, notices[each.pk]) for each in letters if each.pk in notices]


def news_for(user: User, *, now: dt.datetime) -> list[News]:
    """The newest `MOST` letters to a person as news, newest first."""
    return read_news(_newest(user, now=now), now=now)


def count_new(user: User, *, now: dt.datetime) -> int:
    """How many of `news_for` are new."""
    return len(read_news([each for each in _newest(user, now=now) if each.read_at is None], now=now))


def mark_news_read(user: User, *, now: dt.datetime, up_to: Letter | None = None) -> None:
    """The person has read their news, up to a letter where one is given: what was written after it stays new."""
    unread = letters_to(user, now=now).filter(read_at=None)
    if up_to:
        unread = unread.filter(created_at__lte=up_to.created_at)
    unread.update(read_at=now)


def _newest(user: User, *, now: dt.datetime) -> list[Letter]:
    return list(letters_to(user, now=now).order_by(*NEWEST_FIRST.fields)[:MOST])
