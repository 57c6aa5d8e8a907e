"""Take over many agreements at once: what `register_existing` and `record_act` do, set by set.

The same checks have passed in `exchange.planning`; the same rows are written: approval subject, agreement with its
reference and keys, parties, subjects, acts, outbox events; and force is stored from the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from accounts.models import KEEPING_ROLES, Office
from agreements.act_kinds import ONCE_PER_PARTY
from agreements.actions.agreements import APPROVAL_KIND
from agreements.actions.force import lock_force
from agreements.actions.values import derive_keys
from agreements.force_rows import gaps_of, write_gaps
from agreements.kinds import KINDS
from agreements.models import Act, Agreement, AgreementParty, AgreementSubject
from approvals.models import ApprovalSubject
from core.actors import Actor
from core.models import OutboxEvent
from core.references import next_references
from core.text import fold
from exchange.actions.additions import Additions
from exchange.mapping.drafts import DraftAct
from exchange.planning.plans import Plan

BATCH = 1_000


def create_agreements(plans: Sequence[Plan], *, office: Office, additions: Additions, by: Actor) -> list[Agreement]:
    """One new agreement for each plan, in order. Runs in the caller's recorded change."""
    if not plans:
        return []
    agreements = _agreements(plans, office=office, by=by)
    parties = _parties(plans, agreements, additions)
    _subjects(plans, agreements, additions)
    _acts(plans, agreements, parties, additions, by=by)
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(topic="agreement.created", payload={"agreement": each.pk}, created_at=by.at, available_at=by.at)
            for each in agreements
        ],
        BATCH,
    )
    store_force([each.pk for each in agreements])
    return agreements


def store_force(pks: Sequence[int]) -> None:
    """Store the force of these agreements and of what depends on them; see `agreements.actions.force`."""
    write_gaps(gaps_of(lock_force(pks).dependants))


def _agreements(plans: Sequence[Plan], *, office: Office, by: Actor) -> list[Agreement]:
    today = by.today(office.time_zone)
    references = _references(plans, office=office, today=today)
    subjects = ApprovalSubject.objects.bulk_create(
        [ApprovalSubject(kind=APPROVAL_KIND, office=office) for _plan in plans], BATCH
    )
    officer = by.user if by.user and by.user.has_role(office.pk, *KEEPING_ROLES) else None
    agreements = []
    for plan, reference, subject in zip(plans, references, subjects, strict=True):
        values = {"nature": KINDS[plan.values["kind"]].nature, **plan.values}
        agreement = Agreement(
            office=office, officer=officer, stage=plan.draft.stage, stage_since=_since(plan, today),
            reference=reference, approval_subject=subject, created_at=by.at, updated_at=by.at, **values,
        )  # fmt: skip
        derive_keys(agreement)
        agreements.append(agreement)
    return Agreement.objects.bulk_create(agreements, BATCH)


def _since(plan: Plan, today: dt.date) -> dt.date:
    """A stage does not begin in the future, though a source may state an entry into force that lies there."""
    return min(plan.draft.since or today, today)


def _references(plans: Sequence[Plan], *, office: Office, today: dt.date) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for plan in plans:
        counts[plan.values["kind"]] += 1
    # In one order, so that two imports cannot wait for each other.
    drawn = {
        kind: iter(next_references(series=f"{office.code.upper()}-{KINDS[kind].code}-{today.year}", count=count))
        for kind, count in sorted(counts.items())
    }
    return [next(drawn[plan.values["kind"]]) for plan in plans]


def _parties(
    plans: Sequence[Plan], agreements: Sequence[Agreement], additions: Additions
) -> dict[tuple[int, int], AgreementParty]:
    rows = AgreementParty.objects.bulk_create(
        [
            AgreementParty(
                agreement=agreement,
                institution_id=additions.institution(party.institution),
                role=party.role,
                position=position,
            )
            for plan, agreement in zip(plans, agreements, strict=True)
            for position, party in enumerate(plan.parties)
        ],
        BATCH,
    )
    found: dict[tuple[int, int], AgreementParty] = {}
    for row in rows:
        found.setdefault((row.agreement_id, row.institution_id), row)
    return found


def _subjects(plans: Sequence[Plan], agreements: Sequence[Agreement], additions: Additions) -> None:
    AgreementSubject.objects.bulk_create(
        [
            AgreementSubject(agreement=agreement, subject_id=additions.subject(subject))
            for plan, agreement in zip(plans, agreements, strict=True)
            for subject in plan.subjects
        ],
        BATCH,
    )


def _acts(
    plans: Sequence[Plan],
    agreements: Sequence[Agreement],
    parties: dict[tuple[int, int], AgreementParty],
    additions: Additions,
    *,
    by: Actor,
) -> None:
    rows, stated = [], set()
    for plan, agreement in zip(plans, agreements, strict=True):
        for act in plan.acts:
            party = parties[agreement.pk, additions.institution(plan.named[fold(act.party)])] if act.party else None
            identity = (agreement.pk, act.kind, party and party.pk)
            alone = act.kind not in ONCE_PER_PARTY or identity not in stated
            stated.add(identity)
            rows.append(_act(act, agreement, party, is_authoritative=alone, by=by))
    Act.objects.bulk_create(rows, BATCH)


def _act(act: DraftAct, agreement: Agreement, party: AgreementParty | None, **values: Any) -> Act:
    by: Actor = values.pop("by")
    return Act(
        agreement=agreement, party=party, kind=act.kind, date=act.when.date, precision=act.when.precision,
        effective_on=act.effective_on, received_on=act.received_on, source=act.source, source_url=act.source_url,
        source_quote=act.source_quote, note=act.note, recorded_at=by.at, recorded_by=by.user, **values,
    )  # fmt: skip
