"""What a change of clauses brings, in sentences: the force status of today, entry into force, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.actions.foresight import Foresight
from agreements.clause_reading import names_in
from agreements.kinds import Nature
from agreements.law.calendar import Span
from agreements.law.results import DEADLINE_LABELS, Deadline, Determination
from agreements.law.statuses import EFFECT_LABELS, FORCE_LABELS
from agreements.models import Agreement
from agreements.wording import say_line, say_span
from core.registries import Consequence

MOST_LINES = 5


def consequences_of(agreement: Agreement, foreseen: Foresight, *, today: dt.date) -> list[Consequence]:
    """Everything that differs, then what to look at."""
    return [
        *_of_status(agreement, foreseen, today),
        *_of_entry(foreseen),
        *_of_deadlines(foreseen, today),
        *_of_gaps(agreement, foreseen),
        *(Consequence(each, tone="warning") for each in foreseen.warnings),
    ]


def _of_status(agreement: Agreement, foreseen: Foresight, today: dt.date) -> Iterator[Consequence]:
    labels = EFFECT_LABELS if agreement.nature == Nature.NON_BINDING else FORCE_LABELS
    before, after = (_(labels[each.on(today).status]) for each in (foreseen.before, foreseen.after))
    if before == after:
        yield Consequence(_("Its status today stays: %(status)s.") % {"status": before}, tone="neutral")
    else:
        sentence = _("Its status today changes from “%(before)s” to “%(after)s”.")
        yield Consequence(sentence % {"before": before, "after": after}, tone="progress")


def _of_entry(foreseen: Foresight) -> Iterator[Consequence]:
    before, after = foreseen.before.entry.when, foreseen.after.entry.when
    if before == after:
        return
    if after is None:
        yield Consequence(_("When it enters into force can then no longer be computed."), tone="warning")
    elif before is None:
        yield Consequence(_("It enters into force on: %(on)s.") % {"on": say_span(after)}, tone="progress")
    else:
        yield Consequence(_moved(before, after), tone="progress")


def _moved(before: Span, after: Span) -> str:
    places = {"before": say_span(before), "after": say_span(after)}
    return _("Its entry into force moves from %(before)s to %(after)s.") % places


def _of_deadlines(foreseen: Foresight, today: dt.date) -> Iterator[Consequence]:
    """The next dates to act by that are new."""
    known = {(each.kind, each.on, each.party) for each in foreseen.before.deadlines}
    new = [each for each in foreseen.after.deadlines if (each.kind, each.on, each.party) not in known]
    for each in [each for each in new if each.on >= today][:MOST_LINES]:
        yield Consequence(_deadline(each), tone="info")


def _deadline(each: Deadline) -> str:
    places = {"what": _(DEADLINE_LABELS[each.kind]), "on": date_format(each.on, "DATE_FORMAT")}
    return _("%(what)s: %(on)s.") % places


def _of_gaps(agreement: Agreement, foreseen: Foresight) -> Iterator[Consequence]:
    names = names_in(agreement)
    for line in _new_lines(foreseen.before, foreseen.after, "missing"):
        yield Consequence(say_line(line, names), tone="warning")
    for line in _new_lines(foreseen.before, foreseen.after, "findings"):
        yield Consequence(say_line(line, names), tone="danger")


def _new_lines(before: Determination, after: Determination, name: str) -> list:
    return [line for line in getattr(after, name) if line not in getattr(before, name)][:MOST_LINES]
