"""What an act may be: by whom, from when it may take effect, and what it answers. Pure data, each with its reason."""

from __future__ import annotations

from agreements.act_kinds import ActKind

# An institution that is no party, such as the depositary, may only do these (VCLT 77).
OPEN_TO_OTHERS = frozenset({ActKind.DECLARATION, ActKind.PUBLICATION, ActKind.REGISTRATION})

# By their nature the act of one party: all of them together end or change an agreement by consent.
OF_ONE_PARTY = frozenset(
    {
        ActKind.ACCESSION,
        ActKind.SUCCESSION,
        ActKind.NOTICE_OF_DENUNCIATION,
        ActKind.NOTICE_OF_NON_RENEWAL,
        ActKind.WITHDRAWAL_OF_NOTICE,
        ActKind.WITHDRAWAL,
        ActKind.RESERVATION,
        ActKind.OBJECTION,
    }
)

# They bring about something from then on, so that they cannot have taken effect before they were done.
NOT_BEFORE_ITSELF = frozenset(
    {
        ActKind.ADOPTION,
        ActKind.INITIALLING,
        ActKind.ACCESSION,
        ActKind.NOTIFICATION_OF_COMPLETION,
        ActKind.NOTICE_OF_DENUNCIATION,
        ActKind.NOTICE_OF_NON_RENEWAL,
        ActKind.WITHDRAWAL_OF_NOTICE,
        ActKind.WITHDRAWAL,
        ActKind.SUSPENSION,
        ActKind.RESUMPTION,
        ActKind.RESERVATION,
        ActKind.OBJECTION,
        ActKind.PUBLICATION,
        ActKind.REGISTRATION,
    }
)

# Addressed to the other side, so without effect before it is received (VCLT 78).
NOT_BEFORE_RECEIPT = frozenset(
    {
        ActKind.NOTIFICATION_OF_COMPLETION,
        ActKind.NOTICE_OF_DENUNCIATION,
        ActKind.NOTICE_OF_NON_RENEWAL,
        ActKind.WITHDRAWAL_OF_NOTICE,
    }
)

NOTICES = frozenset({ActKind.NOTICE_OF_DENUNCIATION, ActKind.NOTICE_OF_NON_RENEWAL})

# What answers what; such an act names the one it answers.
ANSWERS: dict[ActKind, frozenset[ActKind]] = {
    ActKind.WITHDRAWAL_OF_NOTICE: NOTICES,
    ActKind.OBJECTION: frozenset({ActKind.RESERVATION}),
}
