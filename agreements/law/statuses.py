"""Force statuses and what each means. Pure data; articles are of the VCLT."""

from __future__ import annotations

from enum import StrEnum

from core.sentences import gettext_noop


class ForceStatus(StrEnum):
    """Whether an agreement binds and is applied on a day, for one party or as a whole."""

    NOT_IN_FORCE = "not_in_force"
    PROVISIONALLY_APPLIED = "provisionally_applied"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    NOTICE_GIVEN = "notice_given"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    UNDETERMINED = "undetermined"


FORCE_LABELS = {
    ForceStatus.NOT_IN_FORCE: gettext_noop("Not in force"),
    ForceStatus.PROVISIONALLY_APPLIED: gettext_noop("Provisionally applied"),
    ForceStatus.IN_FORCE: gettext_noop("In force"),
    ForceStatus.SUSPENDED: gettext_noop("Suspended"),
    ForceStatus.NOTICE_GIVEN: gettext_noop("In force, notice given"),
    ForceStatus.EXPIRED: gettext_noop("Expired"),
    ForceStatus.TERMINATED: gettext_noop("Terminated"),
    ForceStatus.SUPERSEDED: gettext_noop("Superseded"),
    ForceStatus.UNDETERMINED: gettext_noop("Undetermined"),
}
# What an instrument that does not bind in law says instead: it is "in effect", not "in force".
EFFECT_LABELS = {
    **FORCE_LABELS,
    ForceStatus.NOT_IN_FORCE: gettext_noop("Not in effect"),
    ForceStatus.IN_FORCE: gettext_noop("In effect"),
    ForceStatus.NOTICE_GIVEN: gettext_noop("In effect, notice given"),
}
# Under notice a party is still bound; a suspended agreement still binds (57, 72).
BINDS = frozenset({ForceStatus.IN_FORCE, ForceStatus.NOTICE_GIVEN, ForceStatus.SUSPENDED})
# What is actually to be carried out.
OPERATES = frozenset({ForceStatus.IN_FORCE, ForceStatus.NOTICE_GIVEN, ForceStatus.PROVISIONALLY_APPLIED})
# How it ends.
ENDED = frozenset({ForceStatus.EXPIRED, ForceStatus.TERMINATED, ForceStatus.SUPERSEDED})
