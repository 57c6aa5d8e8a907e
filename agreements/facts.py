"""What the guards need to know of an agreement: plain values, gathered by `agreements.queries.facts_of`."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.kinds import PersonalData, TransferBasis
from approvals.steps import CaseState


@dataclass(frozen=True)
class PartyFacts:
    """One party (role "party"): whether it signed, and how far its approval is.

    `asks_unseen` names the steps that ask the holders of a role who do not see the record, which is restricted.
    `approval` is None where it has no case, `was_submitted` whether it was ever asked for; the two lists name the
    blocking steps still open. `is_eu_agency` marks those whose working arrangements their
    governing body must authorise.
    """

    name: str
    has_signed: bool
    approval: CaseState | None
    has_steps: bool
    was_submitted: bool = False
    open_before_signature: tuple[str, ...] = ()
    open_before_force: tuple[str, ...] = ()
    asks_unseen: tuple[str, ...] = ()
    is_eu_agency: bool = False
    governing_body_has_approved: bool = False


@dataclass(frozen=True)
class AgreementFacts:
    """One agreement at the moment of a decision."""

    kind: str
    parties: tuple[PartyFacts, ...]
    personal_data: PersonalData
    transfer_basis: TransferBasis
