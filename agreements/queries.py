"""Reads over several models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from accounts.models import Role
from accounts.visibility import Classification, Viewer
from agreements.act_kinds import ONCE_PER_PARTY, SIGNATURES, Standing
from agreements.facts import AgreementFacts, PartyFacts
from agreements.kinds import PartyRole, PersonalData, TransferBasis
from agreements.models import Act, Agreement, AgreementParty, AgreementSubject
from agreements.stages import Stage, Transition
from approvals.models import Case
from approvals.queries import cases_for_rules, cases_with_all
from approvals.steps import COMPLETED_BY_ACT, Outcome, StepKind
from core.history import Root
from core.refusals import Refusal
from core.transitions import unmet_guards
from institutions.kinds import EU_BODIES


def agreement_page(user: Viewer) -> QuerySet[Agreement]:
    """Agreements with all that a page or an API detail shows, in a fixed number of queries."""
    return (
        Agreement.objects.visible_to(user)
        .select_related("office", "officer", "approval_subject")
        .prefetch_related(
            Prefetch("parties", AgreementParty.objects.select_related("institution").order_by("position", "id")),
            Prefetch("acts", Act.objects.for_timeline()),
            Prefetch("subject_links", AgreementSubject.objects.select_related("subject")),
            Prefetch("approval_subject__cases", cases_with_all()),
        )
    )


def _with_facts() -> QuerySet[Agreement]:
    return Agreement.objects.select_related("approval_subject").prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("institution").order_by("position", "id")),
        "acts",
        Prefetch("approval_subject__cases", cases_for_rules()),
    )


def facts_of(agreement: Agreement) -> AgreementFacts:
    """What the guards need to know: from an agreement of `agreement_page` without a query, of any other one as the
    register has it, in a fixed number of them however many parties there are.
    """
    if "parties" not in getattr(agreement, "_prefetched_objects_cache", {}):
        agreement = _with_facts().get(pk=agreement.pk)
    signed = {
        act.party_id
        for act in agreement.acts.all()
        if act.kind in SIGNATURES
        and act.recorded_until is None
        and act.is_authoritative
        and act.standing != Standing.DISPUTED
    }
    cases = {case.institution_id: case for case in agreement.approval_subject.cases.all()}
    is_restricted = agreement.classification == Classification.RESTRICTED
    # A signature entry without a party stands for all of them.
    return AgreementFacts(
        kind=agreement.kind,
        parties=tuple(
            replace(
                _party_facts(party, cases.get(party.institution_id), has_signed=bool({party.pk, None} & signed)),
                asks_unseen=_asking_unseen(cases.get(party.institution_id)) if is_restricted else (),
            )
            for party in agreement.parties.all()
            if party.role == PartyRole.PARTY
        ),
        personal_data=PersonalData(agreement.personal_data),
        transfer_basis=TransferBasis(agreement.transfer_basis),
    )


def _party_facts(party: AgreementParty, case: Case | None, *, has_signed: bool) -> PartyFacts:
    steps = list(case.steps.all()) if case else []
    still_open = [step for step in steps if not step.facts.is_done]
    return PartyFacts(
        name=party.institution.short_name,
        has_signed=has_signed,
        approval=case.state if case else None,
        has_steps=any(step.facts.blocks for step in steps),
        was_submitted=bool(case and case.round),
        open_before_signature=tuple(step.name for step in still_open if step.blocks_signature),
        open_before_force=tuple(step.name for step in still_open if step.blocks_entry_into_force),
        is_eu_agency=party.institution.kind in EU_BODIES,
        governing_body_has_approved=any(
            step.kind == StepKind.GOVERNING_BODY and step.facts.is_done and step.outcome != Outcome.NOT_REQUIRED
            for step in steps
        ),
    )


def _asking_unseen(case: Case | None) -> tuple[str, ...]:
    """The steps of a restricted record that ask people by a role whose holders do not see it."""
    decided_here = [
        step
        for step in (case.steps.all() if case else ())
        if not step.is_outside and step.kind not in COMPLETED_BY_ACT and step.role != Role.HEAD
    ]
    return tuple(step.name for step in decided_here if not step.asked.all())


def next_steps(agreement: Agreement) -> list[tuple[Transition, list[Refusal]]]:
    """Every transition out of the present stage, each with what still stands against it."""
    facts = facts_of(agreement)
    return [(each, unmet_guards(each, facts)) for each in agreement.flow.leaving(Stage(agreement.stage))]


def conflicting_acts(acts: Iterable[Act]) -> list[list[Act]]:
    """Groups of current entries that speak of one act of one party but give different dates."""
    return differing(act for act in acts if act.recorded_until is None)


def differing(acts: Iterable[Act]) -> list[list[Act]]:
    """Groups of entries that speak of one act of one party but give different dates."""
    groups: dict[tuple[str, int | None, int], list[Act]] = {}
    for act in acts:
        if act.kind in ONCE_PER_PARTY:
            groups.setdefault((act.kind, act.party_id, act.occasion), []).append(act)
    return [group for group in groups.values() if len({str(act.when) for act in group}) > 1]


def history_roots(agreement: Agreement) -> list[Root]:
    """The records whose history is the agreement's."""
    return [
        (Agreement._meta.db_table, agreement.pk),
        ("approvals_approvalsubject", agreement.approval_subject_id),
    ]
