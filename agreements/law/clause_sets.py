"""What the clauses of one agreement must be to each other on the same day. Pure.

What cannot hold is a fault; what is only unusual, or still lacks its counterpart, is a warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from agreements.law.clause_rules import Fault
from agreements.law.clauses import (
    ClauseKind,
    Denunciation,
    DenunciationMode,
    Duration,
    DurationMode,
    EntryIntoForce,
    Renewal,
    RenewalMode,
    Terms,
)
from core.refusals import Refusal
from core.sentences import gettext_noop

Holding = Mapping[ClauseKind, Terms]
Entry = tuple[ClauseKind, str, dt.date | None, Terms | None]
"""Kind, duty, the day it applies from (None: the beginning), and the terms (None: repealed)."""
Rule = Callable[[Holding], Iterator[tuple[ClauseKind, Fault]]]


def holding_on(entries: Iterable[Entry], day: dt.date | None) -> dict[tuple[ClauseKind, str], Terms]:
    """The terms that hold on a day (None: at the beginning), by kind and duty."""
    found: dict[tuple[ClauseKind, str], tuple[dt.date, Terms | None]] = {}
    for kind, duty, applies_from, terms in entries:
        since = applies_from or dt.date.min
        if since > (day or dt.date.min):
            continue
        known = found.get((kind, duty))
        if known is None or known[0] <= since:
            found[(kind, duty)] = (since, terms)
    return {key: terms for key, (_since, terms) in found.items() if terms is not None}


def days_of_change(entries: Iterable[Entry]) -> list[dt.date | None]:
    """The beginning, and every day from which something else applies."""
    return [None, *sorted({applies_from for _k, _d, applies_from, _t in entries if applies_from})]


def faults_across(entries: Sequence[Entry]) -> list[tuple[ClauseKind, Fault]]:
    """What cannot hold together on some day, each with the kind of clause it is said of."""
    return _over_time(entries, _faults)


def warnings_across(entries: Sequence[Entry]) -> list[tuple[ClauseKind, Fault]]:
    """What is unusual or lacks a counterpart on some day."""
    return _over_time(entries, _warnings)


def _over_time(entries: Sequence[Entry], rule: Rule) -> list[tuple[ClauseKind, Fault]]:
    found: list[tuple[ClauseKind, Fault]] = []
    for day in days_of_change(entries):
        holding = {kind: terms for (kind, _duty), terms in holding_on(entries, day).items()}
        found += [each for each in rule(holding) if each not in found]
    return found


def _said(kind: ClauseKind, field: str, code: str, sentence: str) -> tuple[ClauseKind, Fault]:
    return kind, Fault(field, Refusal(code, sentence))


def _faults(holding: Holding) -> Iterator[tuple[ClauseKind, Fault]]:
    duration, renewal = holding.get(ClauseKind.DURATION), holding.get(ClauseKind.RENEWAL)
    never_ends = isinstance(duration, Duration) and duration.mode is DurationMode.INDEFINITE
    renews = isinstance(renewal, Renewal) and renewal.mode is not RenewalMode.NONE
    if never_ends and renews:
        sentence = gettext_noop("The agreement is of indefinite duration: there is no term that could be renewed.")
        yield _said(ClauseKind.RENEWAL, "mode", "no_term_to_renew", sentence)
    if never_ends and ClauseKind.NOTICE in holding:
        sentence = gettext_noop(
            "The agreement is of indefinite duration: there is no term before whose end notice of non-renewal is "
            "given. To leave it is denunciation."
        )
        yield _said(ClauseKind.NOTICE, "length", "no_term_to_end", sentence)
    if isinstance(renewal, Renewal) and renewal.mode is RenewalMode.NONE and ClauseKind.NOTICE in holding:
        sentence = gettext_noop("The agreement is not renewed, so no notice of non-renewal is needed.")
        yield _said(ClauseKind.NOTICE, "length", "nothing_to_stop", sentence)
    if never_ends and _leaves_at_end_of_term(holding):
        sentence = gettext_noop("The agreement is of indefinite duration: there is no term whose end could be awaited.")
        yield _said(ClauseKind.DENUNCIATION, "at_end_of_term", "no_term_to_await", sentence)
    if _has_length_unknown(duration, renewal):
        sentence = gettext_noop("The first term ends on a fixed day and has no length of its own: say for how long.")
        yield _said(ClauseKind.RENEWAL, "length", "renewal_without_length", sentence)


def _warnings(holding: Holding) -> Iterator[tuple[ClauseKind, Fault]]:
    duration, renewal = holding.get(ClauseKind.DURATION), holding.get(ClauseKind.RENEWAL)
    renews = isinstance(renewal, Renewal) and renewal.mode is not RenewalMode.NONE
    if duration is None and renews:
        sentence = gettext_noop("There is no clause on duration yet: without it nobody knows which term is renewed.")
        yield _said(ClauseKind.RENEWAL, "mode", "term_missing", sentence)
    if duration is None and ClauseKind.NOTICE in holding:
        sentence = gettext_noop("There is no clause on duration yet: without it nobody knows when notice is due.")
        yield _said(ClauseKind.NOTICE, "length", "term_missing", sentence)
    if renewal is None and ClauseKind.NOTICE in holding:
        sentence = gettext_noop("There is no clause on renewal yet: without it there is nothing that notice stops.")
        yield _said(ClauseKind.NOTICE, "length", "renewal_missing", sentence)
    if duration is None and _leaves_at_end_of_term(holding):
        sentence = gettext_noop("There is no clause on duration yet: without it nobody knows when a term ends.")
        yield _said(ClauseKind.DENUNCIATION, "at_end_of_term", "term_missing", sentence)
    if isinstance(renewal, Renewal) and renewal.mode is RenewalMode.TACIT and ClauseKind.NOTICE not in holding:
        sentence = gettext_noop("It is renewed tacitly, and no clause says how notice of non-renewal is given.")
        yield _said(ClauseKind.RENEWAL, "mode", "notice_missing", sentence)
    entry = holding.get(ClauseKind.ENTRY_INTO_FORCE)
    if isinstance(entry, EntryIntoForce) and entry.fixed_date and _ends_before(duration, entry.fixed_date):
        sentence = gettext_noop("The last day of the term lies before the agreement enters into force.")
        yield _said(ClauseKind.DURATION, "until", "ends_before_entry", sentence)


def _leaves_at_end_of_term(holding: Holding) -> bool:
    denunciation = holding.get(ClauseKind.DENUNCIATION)
    return (
        isinstance(denunciation, Denunciation)
        and denunciation.mode is DenunciationMode.ALLOWED
        and denunciation.at_end_of_term
    )


def _has_length_unknown(duration: Terms | None, renewal: Terms | None) -> bool:
    return (
        isinstance(duration, Duration)
        and duration.mode is DurationMode.UNTIL
        and isinstance(renewal, Renewal)
        and renewal.mode is RenewalMode.TACIT
        and renewal.length is None
    )


def _ends_before(duration: Terms | None, day: dt.date) -> bool:
    return isinstance(duration, Duration) and duration.until is not None and duration.until < day
