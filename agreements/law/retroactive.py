"""The explicit list of acts whose effects reach back before their own date. Every other act changes nothing earlier.

Pure data: each with the source of the rule.
"""

from __future__ import annotations

from agreements.act_kinds import ActKind

RETROACTIVE: dict[ActKind, str] = {
    # The successor is bound from the date of State succession, whenever it notifies.
    ActKind.SUCCESSION: "Vienna Convention on Succession of States in respect of Treaties, Art. 23(1)",
    # A signature ad referendum, once confirmed, counts from the day of the signature.
    ActKind.CONFIRMATION_OF_SIGNATURE: "VCLT 12(2)(b); ILC Yearbook 1966 II, commentary on draft article 10, para. 7",
    # Who accedes did not negotiate: entry into force never waited for it.
    ActKind.ACCESSION: "VCLT 2(1)(e), 15 and 24(2)",
    # A source that states the boundary settles what could not be told before it.
    ActKind.ENTRY_INTO_FORCE: "the source's own statement of the date",
    ActKind.TERMINATION: "the source's own statement of the date",
    # A consent reaches back in two cases only: to an earlier day that the agreement itself fixes, as the parties may
    # agree; and where only a source's statement spoke of the party, it shows that it was not bound before.
    **dict.fromkeys(
        (
            ActKind.SIGNATURE,
            ActKind.SIGNATURE_AD_REFERENDUM,
            ActKind.EXCHANGE_OF_INSTRUMENTS,
            ActKind.NOTIFICATION_OF_COMPLETION,
            ActKind.RATIFICATION,
            ActKind.ACCEPTANCE,
            ActKind.APPROVAL,
            ActKind.FORMAL_CONFIRMATION,
        ),
        "VCLT 28 and 24(3)",
    ),
}
# Of those, the ones that reach back always; the others only as said above.
WHENEVER = frozenset(
    {
        ActKind.SUCCESSION,
        ActKind.ACCESSION,
        ActKind.CONFIRMATION_OF_SIGNATURE,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.TERMINATION,
    }
)
