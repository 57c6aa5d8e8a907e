"""Letters about approvals as their reader finds them in Entente, whether or not the e-mail has gone out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from approvals.letters.notices import Notice, notices_of
from approvals.letters.occasions import OCCASIONS
from core.models import Letter

KEPT_FOR = dt.timedelta(days=30)
MOST = 50


@dataclass(frozen=True)
class News:
    """One letter: what it says now, in the active reader's language, when it was written, and whether it is new."""

    notice: Notice
    at: dt.datetime
    is_new: bool


def news_for(user: User, *, now: dt.datetime) -> list[News]:
    """The letters of the last 30 days to a person, newest first: at most `MOST`, in a fixed number of queries for each
    kind. Those about what they may not see any more, or that have nothing to say any more, are left out.
    """
    letters = list(_letters(user, now=now).select_related("recipient").order_by("-created_at", "-id")[:MOST])
    by_kind: dict[str, list[Letter]] = defaultdict(list)
    for each in letters:
        by_kind[each.kind].append(each)
    notices: dict[int, Notice] = {}
    for kind, group in by_kind.items():
        notices |= notices_of(OCCASIONS[kind], group, at=now)
    return [News(notices[each.pk], each.created_at, each.read_at is None) for each in letters if each.pk in notices]


def mark_news_read(user: User, *, now: dt.datetime) -> None:
    """The person has looked at their news."""
    _letters(user, now=now).filter(read_at=None).update(read_at=now)


def _letters(user: User, *, now: dt.datetime) -> QuerySet[Letter]:
    kinds = list(OCCASIONS)
    mine = Letter.objects.filter(recipient=user, kind__in=kinds, created_at__gt=now - KEPT_FOR)
    return mine.exclude(state=Letter.State.CANCELLED)
