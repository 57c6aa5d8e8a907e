"""A deadline as people say it: how far away, and how pressing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.words import day

SOON = 14
FAR = 60


@dataclass(frozen=True)
class Deadline:
    """A date to act by: its words ("due in 3 days"), its tone, and the date itself in words."""

    words: str
    tone: str
    date: str


def judge(due: dt.date, *, today: dt.date, done: bool = False, dated: bool = False) -> Deadline:
    """Judge a deadline as of `today`. One that is done is never late; one far away is named by its date.

    `dated`: the date stands beside it already; then the days are counted however many they are.
    """
    left = (due - today).days
    date = day(due)
    if done:
        return Deadline(_("was due on %(date)s") % {"date": date}, "neutral", date)
    if left < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
        return Deadline(late, "danger", date)
    named = left > FAR and not dated
    words = _("due on %(date)s") % {"date": date} if named else _words_ahead(left)
    return Deadline(words, "warning" if left <= SOON else "neutral", date)


def _words_ahead(left: int) -> str:
    if left == 0:
        return _("due today")
    if left == 1:
        return _("due tomorrow")
    return ngettext("due in %(days)s day", "due in %(days)s days", left) % {"days": left}
