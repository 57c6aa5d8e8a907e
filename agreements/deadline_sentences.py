"""What to do by each kind of date, and what happens otherwise. Pure data; `%(party)s` and `%(duty)s` are places."""

from __future__ import annotations

from agreements.law.results import DeadlineKind
from core.sentences import gettext_noop

WHAT = {
    DeadlineKind.ENTRY_INTO_FORCE: gettext_noop(
        "The agreement enters into force on this day, as far as the register knows: check that everything is ready."
    ),
    DeadlineKind.NOTICE_OPENS: gettext_noop(
        "The window for notice of non-renewal opens: decide whether the agreement is to go on."
    ),
    DeadlineKind.NOTICE_CLOSES: gettext_noop(
        "Last day on which notice of non-renewal is received in time: decide whether the agreement is to go on."
    ),
    DeadlineKind.RENEWAL: gettext_noop(
        "The agreement is renewed on this day: check that this is wanted, and tell those who carry it out."
    ),
    DeadlineKind.TERM_END: gettext_noop(
        "Last day of the agreement's term: renew it, replace it, or wind up what is done under it."
    ),
    DeadlineKind.NOTICE_TAKES_EFFECT: gettext_noop(
        "The notice of %(party)s takes effect on this day: settle what is still open, or have the notice withdrawn."
    ),
    DeadlineKind.DENUNCIATION_POSSIBLE: gettext_noop(
        "From this day on notice of denunciation may be given: review whether the agreement still serves."
    ),
    DeadlineKind.REPORT_DUE: gettext_noop("A report under the agreement is due from %(party)s: %(duty)s."),
    DeadlineKind.OBJECTION_CLOSES: gettext_noop(
        "Last day on which %(party)s can object to a reservation: decide whether to object."
    ),
}
OTHERWISE = {
    DeadlineKind.ENTRY_INTO_FORCE: gettext_noop("Otherwise duties begin that nobody has prepared for."),
    DeadlineKind.NOTICE_OPENS: gettext_noop("Otherwise it may be renewed without anybody having decided so."),
    DeadlineKind.NOTICE_CLOSES: gettext_noop("Otherwise it is renewed tacitly for a further term."),
    DeadlineKind.RENEWAL: gettext_noop("Otherwise it binds for a further term that nobody has planned for."),
    DeadlineKind.TERM_END: gettext_noop("Otherwise it expires, and what is done under it loses its basis."),
    DeadlineKind.NOTICE_TAKES_EFFECT: gettext_noop("Otherwise the party is out, and nobody has prepared for it."),
    DeadlineKind.DENUNCIATION_POSSIBLE: gettext_noop("Otherwise it goes on as it is."),
    DeadlineKind.REPORT_DUE: gettext_noop("Otherwise the agreement is not kept."),
    DeadlineKind.OBJECTION_CLOSES: gettext_noop("Otherwise the reservation counts as accepted (VCLT 20(5))."),
}
