"""Kinds of act in the ledger. Pure data. Terms of the Vienna Convention on the Law of Treaties (VCLT)."""

from __future__ import annotations

from enum import StrEnum

from core.sentences import gettext_noop


class ActKind(StrEnum):
    """What a party, or all of them, did."""

    ADOPTION = "adoption"
    INITIALLING = "initialling"
    SIGNATURE = "signature"
    SIGNATURE_AD_REFERENDUM = "signature_ad_referendum"
    CONFIRMATION_OF_SIGNATURE = "confirmation_of_signature"
    NOTIFICATION_OF_COMPLETION = "notification_of_completion"
    EXCHANGE_OF_INSTRUMENTS = "exchange_of_instruments"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    FORMAL_CONFIRMATION = "formal_confirmation"
    PROVISIONAL_APPLICATION = "provisional_application"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    NOTICE_OF_DENUNCIATION = "notice_of_denunciation"
    WITHDRAWAL_OF_NOTICE = "withdrawal_of_notice"
    WITHDRAWAL = "withdrawal"
    TERMINATION_BY_CONSENT = "termination_by_consent"
    TERMINATION = "termination"
    EXPRESS_RENEWAL = "express_renewal"
    NOTICE_OF_NON_RENEWAL = "notice_of_non_renewal"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    OBJECTION = "objection"
    ENTRY_INTO_FORCE = "entry_into_force"
    PUBLICATION = "publication"
    REGISTRATION = "registration"


ACT_LABELS = {
    ActKind.ADOPTION: gettext_noop("Adoption"),
    ActKind.INITIALLING: gettext_noop("Initialling"),
    ActKind.SIGNATURE: gettext_noop("Signature"),
    ActKind.SIGNATURE_AD_REFERENDUM: gettext_noop("Signature ad referendum"),
    ActKind.CONFIRMATION_OF_SIGNATURE: gettext_noop("Confirmation of signature"),
    ActKind.NOTIFICATION_OF_COMPLETION: gettext_noop("Notification of completion"),
    ActKind.EXCHANGE_OF_INSTRUMENTS: gettext_noop("Exchange of instruments"),
    ActKind.RATIFICATION: gettext_noop("Ratification"),
    ActKind.ACCEPTANCE: gettext_noop("Acceptance"),
    ActKind.APPROVAL: gettext_noop("Approval"),
    ActKind.ACCESSION: gettext_noop("Accession"),
    ActKind.SUCCESSION: gettext_noop("Succession"),
    ActKind.FORMAL_CONFIRMATION: gettext_noop("Formal confirmation"),
    ActKind.PROVISIONAL_APPLICATION: gettext_noop("Provisional application"),
    ActKind.SUSPENSION: gettext_noop("Suspension"),
    ActKind.RESUMPTION: gettext_noop("Resumption"),
    ActKind.NOTICE_OF_DENUNCIATION: gettext_noop("Notice of denunciation"),
    ActKind.WITHDRAWAL_OF_NOTICE: gettext_noop("Withdrawal of notice"),
    ActKind.WITHDRAWAL: gettext_noop("Withdrawal"),
    ActKind.TERMINATION_BY_CONSENT: gettext_noop("Termination by consent"),
    ActKind.TERMINATION: gettext_noop("Termination, as a source states it"),
    ActKind.EXPRESS_RENEWAL: gettext_noop("Express renewal"),
    ActKind.NOTICE_OF_NON_RENEWAL: gettext_noop("Notice of non-renewal"),
    ActKind.RESERVATION: gettext_noop("Reservation"),
    ActKind.DECLARATION: gettext_noop("Declaration"),
    ActKind.OBJECTION: gettext_noop("Objection"),
    ActKind.ENTRY_INTO_FORCE: gettext_noop("Entry into force, as a source states it"),
    ActKind.PUBLICATION: gettext_noop("Publication"),
    ActKind.REGISTRATION: gettext_noop("Registration"),
}

# An act's own date in the future is refused, except where a source states what will be.
MAY_BE_FUTURE = frozenset({ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION})
# Acts of the whole instrument: they name no single party.
OF_ALL_PARTIES = frozenset(
    {ActKind.ADOPTION, ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION, ActKind.TERMINATION_BY_CONSENT}
)
# A party does these once: several entries speak of one act, of which one entry is authoritative.
ONCE_PER_PARTY = frozenset(
    {
        ActKind.ADOPTION,
        ActKind.SIGNATURE,
        ActKind.SIGNATURE_AD_REFERENDUM,
        ActKind.CONFIRMATION_OF_SIGNATURE,
        ActKind.RATIFICATION,
        ActKind.ACCEPTANCE,
        ActKind.APPROVAL,
        ActKind.ACCESSION,
        ActKind.SUCCESSION,
        ActKind.FORMAL_CONFIRMATION,
        ActKind.ENTRY_INTO_FORCE,
    }
)
# Either shows that a party signed (VCLT 10, 12).
SIGNATURES = frozenset({ActKind.SIGNATURE, ActKind.SIGNATURE_AD_REFERENDUM})


class Standing(StrEnum):
    """How sure the register is of an act."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DISPUTED = "disputed"


STANDING_LABELS = {
    Standing.CONFIRMED: gettext_noop("Confirmed"),
    Standing.REPORTED: gettext_noop("Reported"),
    Standing.DISPUTED: gettext_noop("Disputed"),
}
