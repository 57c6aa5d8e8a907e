"""Every occasion on which people with an account are told of an approval, by its kind."""

from __future__ import annotations

from collections.abc import Mapping

from approvals.letters.asking import AskedNotice, ResetNotice
from approvals.letters.deciding import ConditionsNotice, DecidedNotice
from approvals.letters.ending import LapsedNotice, WithdrawnNotice
from approvals.letters.notices import Occasion
from approvals.letters.substitution import AbsenceNotice, DelegationNotice

ASKED, RESET, DECIDED, CONDITIONS = AskedNotice(), ResetNotice(), DecidedNotice(), ConditionsNotice()
WITHDRAWN, LAPSED = WithdrawnNotice(), LapsedNotice()
DELEGATION, ABSENCE = DelegationNotice(), AbsenceNotice()

OCCASIONS: Mapping[str, Occasion] = {
    each.kind: each for each in (ASKED, RESET, DECIDED, CONDITIONS, WITHDRAWN, LAPSED, DELEGATION, ABSENCE)
}
