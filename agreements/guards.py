"""Guards of the stage machine: facts in, a refusal or None out. Pure: no Django, no clock, no exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agreements.facts import AgreementFacts, PartyFacts
from agreements.kinds import PersonalData, TransferBasis
from approvals.steps import CaseState
from core.refusals import Refusal
from core.sentences import gettext_noop


def _names(parties: Iterable[PartyFacts]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


def _with_steps(parties: Iterable[PartyFacts], steps_of: Callable[[PartyFacts], tuple[str, ...]]) -> tuple[str, ...]:
    """Each party with the steps that are open on its side, where it has any."""
    return tuple(
        f"{party.name} ({', '.join(steps)})" if (steps := steps_of(party)) else party.name for party in parties
    )


def _open_steps(party: PartyFacts) -> tuple[str, ...]:
    """The blocking steps that are open; one that blocks both is named once."""
    return tuple(dict.fromkeys((*party.open_before_signature, *party.open_before_force)))


def has_two_parties(facts: AgreementFacts) -> Refusal | None:
    """An agreement is between at least two parties."""
    if len(facts.parties) >= 2:
        return None
    return Refusal("two_parties_missing", gettext_noop("Name at least two parties first."))


def every_party_has_steps(facts: AgreementFacts) -> Refusal | None:
    """Approval can only be asked for when each side's track is laid out."""
    lacking = [party for party in facts.parties if not party.has_steps]
    if not lacking:
        return None
    return Refusal(
        "approval_steps_missing",
        gettext_noop("Add at least one approval step for each party. Still without one: %(parties)s."),
        {"parties": _names(lacking)},
    )


def deciders_see_the_record(facts: AgreementFacts) -> Refusal | None:
    """A restricted record is seen by the deciders named on its steps and by the head, not by everyone in a role."""
    steps = [f"{party.name}: {step}" for party in facts.parties for step in party.asks_unseen]
    if not steps:
        return None
    return Refusal(
        "deciders_unseeing",
        gettext_noop("The record is restricted: name who decides these steps, or have the head decide: %(steps)s."),
        {"steps": tuple(steps)},
    )


def every_side_has_approved(facts: AgreementFacts) -> Refusal | None:
    """ "Approved" on one side is not approved on the other."""
    lacking = [party for party in facts.parties if party.approval is not CaseState.APPROVED]
    if not lacking:
        return None
    return Refusal(
        "approval_pending",
        gettext_noop("Approval is still pending on the side of: %(parties)s."),
        {"parties": _with_steps(lacking, _open_steps)},
    )


def every_side_may_sign(facts: AgreementFacts) -> Refusal | None:
    """Before signature: each side was submitted, none has ended, and nothing it must do before signature is open."""
    lacking = [party for party in facts.parties if not _may_sign(party)]
    if not lacking:
        return None
    return Refusal(
        "approval_pending",
        gettext_noop("Approval is still pending on the side of: %(parties)s."),
        {"parties": _with_steps(lacking, lambda party: party.open_before_signature)},
    )


def approval_stands(facts: AgreementFacts) -> Refusal | None:
    """What was approved and has changed since is approved again before signature; what never was submitted may."""
    return every_side_may_sign(facts) if any(party.was_submitted for party in facts.parties) else None


def _may_sign(party: PartyFacts) -> bool:
    under_way = party.approval in (CaseState.APPROVED, CaseState.IN_PROGRESS)
    return under_way and not party.open_before_signature


def nothing_blocks_signature(facts: AgreementFacts) -> Refusal | None:
    """Steps that must be done before signature."""
    steps = [f"{party.name}: {step}" for party in facts.parties for step in party.open_before_signature]
    if not steps:
        return None
    return Refusal(
        "steps_block_signature",
        gettext_noop("These steps must be completed before signature: %(steps)s."),
        {"steps": tuple(steps)},
    )


def nothing_blocks_entry_into_force(facts: AgreementFacts) -> Refusal | None:
    """While a step is open the procedure is not at its end."""
    steps = [f"{party.name}: {step}" for party in facts.parties for step in _open_steps(party)]
    if not steps:
        return None
    return Refusal(
        "steps_open",
        gettext_noop("These steps are still open: %(steps)s."),
        {"steps": tuple(steps)},
    )


def every_party_has_signed(facts: AgreementFacts) -> Refusal | None:
    """A stage never claims a signature the ledger does not hold."""
    lacking = [party for party in facts.parties if not party.has_signed]
    if not lacking:
        return None
    return Refusal(
        "signatures_missing",
        gettext_noop("Record the signature, with its source, of: %(parties)s."),
        {"parties": _names(lacking)},
    )


def management_board_has_authorised(facts: AgreementFacts) -> Refusal | None:
    """Source: Regulation (EU) 2016/794, Art. 23(4) and Art. 11(1)(r), for Europol's working arrangements."""
    if facts.kind != "working_arrangement":
        return None
    lacking = [party for party in facts.parties if party.is_eu_agency and not party.governing_body_has_approved]
    if not lacking:
        return None
    return Refusal(
        "management_board_missing",
        gettext_noop(
            "A working arrangement needs the authorisation of the governing body (Management Board) of: %(parties)s."
        ),
        {"parties": _names(lacking)},
    )


def personal_data_has_a_basis(facts: AgreementFacts) -> Refusal | None:
    """Source: Regulation (EU) 2016/794, Arts 23 and 25: a working arrangement is no basis for transfers itself."""
    if facts.kind != "working_arrangement" or facts.personal_data is not PersonalData.YES:
        return None
    if facts.transfer_basis is not TransferBasis.NONE:
        return None
    return Refusal(
        "personal_data_basis_missing",
        gettext_noop(
            "A working arrangement that exchanges personal data needs a basis: an adequacy decision, an agreement "
            "under Art. 218 TFEU or a cooperation agreement from before May 2017. Confirm with counsel."
        ),
    )
