"""Kinds of agreement: label, code in references, binding nature by default, and stage flow. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.sentences import gettext_noop


class FlowName(StrEnum):
    """Which order approval and signature come in."""

    APPROVE_THEN_SIGN = "approve_then_sign"
    SIGN_THEN_APPROVE = "sign_then_approve"


class Nature(StrEnum):
    """Whether an instrument binds, and under which law."""

    TREATY = "treaty"
    CONTRACT = "contract"
    NON_BINDING = "non_binding"
    UNDETERMINED = "undetermined"


NATURE_LABELS = {
    Nature.TREATY: gettext_noop("Treaty: binding under international law"),
    Nature.CONTRACT: gettext_noop("Contract: binding under national law"),
    Nature.NON_BINDING: gettext_noop("Not legally binding"),
    Nature.UNDETERMINED: gettext_noop("Not determined"),
}


@dataclass(frozen=True)
class Kind:
    """One kind of agreement."""

    label: str
    code: str
    nature: Nature
    flow: FlowName


_APPROVE, _SIGN = FlowName.APPROVE_THEN_SIGN, FlowName.SIGN_THEN_APPROVE

KINDS: dict[str, Kind] = {
    "treaty": Kind(gettext_noop("Treaty"), "TR", Nature.TREATY, _SIGN),
    "eu_agreement": Kind(gettext_noop("EU agreement (Art. 218 TFEU)"), "EU", Nature.TREATY, _SIGN),
    "strategic_agreement": Kind(gettext_noop("Strategic agreement"), "SA", Nature.UNDETERMINED, _APPROVE),
    "operational_agreement": Kind(gettext_noop("Operational agreement"), "OA", Nature.UNDETERMINED, _APPROVE),
    "working_arrangement": Kind(gettext_noop("Working arrangement"), "WA", Nature.NON_BINDING, _APPROVE),
    "inter_institutional_agreement": Kind(
        gettext_noop("Inter-institutional agreement"), "IA", Nature.UNDETERMINED, _APPROVE
    ),
    "administrative_agreement": Kind(gettext_noop("Administrative agreement"), "AA", Nature.UNDETERMINED, _APPROVE),
    "memorandum_of_understanding": Kind(
        gettext_noop("Memorandum of understanding"), "MOU", Nature.NON_BINDING, _APPROVE
    ),
    "letter_of_intent": Kind(gettext_noop("Letter of intent"), "LOI", Nature.NON_BINDING, _APPROVE),
    "exchange_of_notes": Kind(gettext_noop("Exchange of notes"), "EN", Nature.UNDETERMINED, _APPROVE),
    "protocol": Kind(gettext_noop("Protocol"), "PR", Nature.UNDETERMINED, _SIGN),
    "amendment": Kind(gettext_noop("Amendment"), "AM", Nature.UNDETERMINED, _APPROVE),
    "implementing_arrangement": Kind(gettext_noop("Implementing arrangement"), "IM", Nature.NON_BINDING, _APPROVE),
    "project_agreement": Kind(gettext_noop("Project agreement"), "PA", Nature.UNDETERMINED, _APPROVE),
    "other": Kind(gettext_noop("Other"), "OT", Nature.UNDETERMINED, _APPROVE),
}


class PartyRole(StrEnum):
    """What an institution is in an agreement. Only a party is bound, approves and signs."""

    PARTY = "party"
    DEPOSITARY = "depositary"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"


PARTY_ROLE_LABELS = {
    PartyRole.PARTY: gettext_noop("Party"),
    PartyRole.DEPOSITARY: gettext_noop("Depositary"),
    PartyRole.FACILITATOR: gettext_noop("Facilitator"),
    PartyRole.OBSERVER: gettext_noop("Observer"),
}


class PersonalData(StrEnum):
    """Whether personal data is exchanged under the agreement."""

    UNKNOWN = "unknown"
    NO = "no"
    YES = "yes"


PERSONAL_DATA_LABELS = {
    PersonalData.UNKNOWN: gettext_noop("Not stated"),
    PersonalData.NO: gettext_noop("No"),
    PersonalData.YES: gettext_noop("Yes"),
}


class TransferBasis(StrEnum):
    """What allows the transfer of personal data. Source: Regulation (EU) 2016/794, Art. 25(1)."""

    NONE = "none"
    ADEQUACY_DECISION = "adequacy_decision"
    ART_218_AGREEMENT = "art_218_agreement"
    COOPERATION_AGREEMENT = "cooperation_agreement_before_may_2017"


TRANSFER_BASIS_LABELS = {
    TransferBasis.NONE: gettext_noop("None stated"),
    TransferBasis.ADEQUACY_DECISION: gettext_noop("Adequacy decision"),
    TransferBasis.ART_218_AGREEMENT: gettext_noop("Agreement under Art. 218 TFEU"),
    TransferBasis.COOPERATION_AGREEMENT: gettext_noop("Cooperation agreement from before May 2017"),
}
