"""Acts dated before the one they follow by nature: entry into force before signature, and the like.

Real registers contain such cases, so they are no errors: who records one confirms it and says why. Only what is
certain is doubted: of days known in part, the last of the one before the first of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.act_kinds import ACT_LABELS, SIGNATURES, ActKind
from agreements.law.clauses import INSTRUMENTS
from agreements.law.instrument import Act
from core.refusals import Refusal
from core.sentences import gettext_noop

_SENTENCE = gettext_noop("“%(later)s” is dated %(later_on)s, before “%(earlier)s” of %(earlier_on)s.")


@dataclass(frozen=True)
class Order:
    """Acts of `later` follow those of `earlier`. `of_one_party`: only where both are of the same party."""

    code: str
    earlier: frozenset[ActKind]
    later: frozenset[ActKind]
    of_one_party: bool = True


ORDERS = (
    Order(
        "consent_before_signature",
        SIGNATURES,
        (frozenset(INSTRUMENTS) - {ActKind.ACCESSION})
        | {ActKind.CONFIRMATION_OF_SIGNATURE, ActKind.NOTIFICATION_OF_COMPLETION, ActKind.EXCHANGE_OF_INSTRUMENTS},
    ),
    Order("entry_before_signature", SIGNATURES, frozenset({ActKind.ENTRY_INTO_FORCE}), of_one_party=False),
    Order(
        "end_before_entry",
        frozenset({ActKind.ENTRY_INTO_FORCE}),
        frozenset({ActKind.TERMINATION, ActKind.TERMINATION_BY_CONSENT, ActKind.SUSPENSION, ActKind.EXPRESS_RENEWAL}),
        of_one_party=False,
    ),
    Order("resumption_before_suspension", frozenset({ActKind.SUSPENSION}), frozenset({ActKind.RESUMPTION})),
)


def out_of_order(act: Act, others: Iterable[Act], *, parties: int) -> list[Refusal]:
    """What is odd about the date of an act beside the others of its agreement, which has so many parties.

    Of two parties the last signature is what entry into force follows; of more the first, for others may sign later.
    """
    found = []
    every_act = [*others, act]
    for order in ORDERS:
        for later in every_act:
            if later.kind not in order.later:
                continue
            before = _followed(order, later, every_act, parties)
            if before and act in (later, before) and later.on.last < before.on.first:
                found.append(_refusal(order, later, before))
    return found


def _followed(order: Order, later: Act, every_act: list[Act], parties: int) -> Act | None:
    earlier = [
        each
        for each in every_act
        if each.kind in order.earlier
        and (not order.of_one_party or None in (each.party, later.party) or each.party == later.party)
    ]
    choose = max if order.code == "entry_before_signature" and parties == 2 else min
    return choose(earlier, key=lambda each: each.on.first, default=None)


def _refusal(order: Order, later: Act, earlier: Act) -> Refusal:
    return Refusal(
        order.code,
        _SENTENCE,
        {"later_on": str(later.on), "earlier_on": str(earlier.on)},
        labels={"later": ACT_LABELS[later.kind], "earlier": ACT_LABELS[earlier.kind]},
    )
