"""Create agreements and change their data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Office, User
from agreements.actions.clause_checks import NewClause
from agreements.actions.clauses import write_clauses
from agreements.actions.force import refresh_force
from agreements.actions.parties import NewParty, write_parties
from agreements.actions.subjects import NewSubject, write_subjects
from agreements.actions.values import check_officer, check_outside_reference, check_values, derive_keys
from agreements.kinds import KINDS
from agreements.models import Agreement, NamedReader, Subject
from agreements.policies import can_create_agreements_in, can_keep
from agreements.stages import Stage, flow_of
from approvals.actions import note_substance
from approvals.models import ApprovalSubject
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, require
from core.locking import lock, store
from core.outbox import publish
from core.references import next_reference

APPROVAL_KIND = "agreement"


def create_agreement(
    *,
    by: Actor,
    office: Office,
    kind: str,
    titles: dict[str, str],
    parties: Sequence[NewParty] = (),
    subjects: Sequence[Subject | NewSubject] = (),
    clauses: Sequence[NewClause] = (),
    reason: str = "",
    **values: Any,
) -> Agreement:
    """A new agreement at the stage "proposed", with the office's next reference of its kind and year.

    The person who creates it is its officer in charge unless another is named. Raises `NotAllowed`,
    `InvalidInput`, or `Refused` (`duplicate_reference`).
    """
    return _create(
        by=by, office=office, kind=kind, titles=titles, parties=parties, subjects=subjects, clauses=clauses,
        reason=reason, stage=Stage.PROPOSED, since=None, **values,
    )  # fmt: skip


def register_existing(
    *,
    by: Actor,
    office: Office,
    kind: str,
    titles: dict[str, str],
    stage: str,
    since: dt.date | None = None,
    parties: Sequence[NewParty] = (),
    subjects: Sequence[Subject | NewSubject] = (),
    clauses: Sequence[NewClause] = (),
    reason: str,
    **values: Any,
) -> Agreement:
    """Take over an agreement that exists already, at any stage of its kind's flow; `reason` says where it is from.

    The only way into the register other than "proposed". Guards are not asked: they speak of steps taken here.
    Raises as `create_agreement` does, and `InvalidInput` for a stage the kind does not have or a missing reason.
    """
    stages = [*flow_of(kind).track, Stage.WITHDRAWN, Stage.REJECTED] if kind in KINDS else list(Stage)
    if stage not in stages:
        raise InvalidInput({"stage": [_("This kind of agreement has no such stage.")]})
    if not reason.strip():
        raise InvalidInput({"reason": [_("Say where the agreement is taken over from.")]})
    return _create(
        by=by, office=office, kind=kind, titles=titles, parties=parties, subjects=subjects, clauses=clauses,
        reason=reason, stage=Stage(stage), since=since, **values,
    )  # fmt: skip


def change_agreement(
    *,
    by: Actor,
    agreement: Agreement,
    expected_version: int | None = None,
    parties: Sequence[NewParty] | None = None,
    subjects: Sequence[Subject | NewSubject] | None = None,
    readers: Sequence[User] | None = None,
    reason: str = "",
    **values: Any,
) -> Agreement:
    """Change an agreement's data; `parties`, `subjects` and `readers`, when given, replace the whole set.

    The kind can change only before the text is agreed, because it decides the stage machine. Raises `NotAllowed`,
    `InvalidInput`, `StaleVersion`, or `Refused` (`duplicate_reference`).
    """
    if by.user:
        require(can_keep(by.user, agreement))
    check_values(values)
    with recorded_change(by=by, reason=reason):
        locked = lock(Agreement.objects.all(), pk=agreement.pk, expected_version=expected_version)
        _check_change(locked, values, by=by)
        for name, value in values.items():
            setattr(locked, name, value)
        derive_keys(locked)
        store(locked, *values, "search_key", "sort_key", by=by)
        if parties is not None:
            write_parties(locked, parties, by=by)
        if subjects is not None:
            write_subjects(locked, subjects)
        if readers is not None:
            _write_readers(locked, readers)
        refresh_force(agreement=locked)
        note_substance(by=by, subject=locked.approval_subject)
        publish("agreement.changed", by=by, agreement=locked.pk)
    return locked


def _create(*, by: Actor, office: Office, stage: Stage, since: dt.date | None, reason: str, **given: Any) -> Agreement:
    parties, subjects, clauses = given.pop("parties"), given.pop("subjects"), given.pop("clauses")
    if by.user:
        require(can_create_agreements_in(by.user, office.pk))
    today = by.today(office.time_zone)
    _check_new(given, since=since, today=today)
    given.setdefault("nature", KINDS[given["kind"]].nature)
    officer = given.setdefault("officer", by.user if by.user and by.user.offices_with("officer", "head") else None)
    check_officer(officer, office_id=office.pk)
    with recorded_change(by=by, reason=reason):
        check_outside_reference(given.get("external_reference", ""), by=by)
        agreement = Agreement(
            office=office,
            stage=stage,
            stage_since=since or today,
            reference=next_reference(series=f"{office.code.upper()}-{KINDS[given['kind']].code}-{today.year}"),
            approval_subject=ApprovalSubject.objects.create(kind=APPROVAL_KIND, office=office),
            created_at=by.at,
            updated_at=by.at,
            **given,
        )
        derive_keys(agreement)
        agreement.save(force_insert=True)
        write_parties(agreement, parties, by=by)
        write_subjects(agreement, subjects)
        write_clauses(agreement, clauses, by=by)
        refresh_force(agreement=agreement)
        note_substance(by=by, subject=agreement.approval_subject)
        publish("agreement.created", by=by, agreement=agreement.pk)
    return agreement


def _check_new(values: dict[str, Any], *, since: dt.date | None, today: dt.date) -> None:
    if values["kind"] not in KINDS:
        raise InvalidInput({"kind": [_("There is no such kind of agreement.")]})
    if since and since > today:
        raise InvalidInput({"since": [_("The stage cannot begin in the future.")]})
    check_values(values)


def _check_change(agreement: Agreement, values: dict[str, Any], *, by: Actor) -> None:
    kind = values.get("kind", agreement.kind)
    early = (Stage.PROPOSED, Stage.MANDATE_REQUESTED, Stage.NEGOTIATING)
    if kind not in KINDS:
        raise InvalidInput({"kind": [_("There is no such kind of agreement.")]})
    if flow_of(kind) is not agreement.flow and agreement.stage not in early:
        raise InvalidInput({"kind": [_("From “Text agreed” on, the kind can only become one with the same stages.")]})
    check_officer(values.get("officer"), office_id=agreement.office_id)
    if "external_reference" in values:
        check_outside_reference(values["external_reference"], by=by, except_for=agreement)


def _write_readers(agreement: Agreement, readers: Sequence[User]) -> None:
    wanted = {reader.pk for reader in readers}
    agreement.reader_links.exclude(user_id__in=wanted).delete()
    present = set(agreement.reader_links.values_list("user_id", flat=True))
    for reader in readers:
        if reader.pk not in present:
            NamedReader.objects.create(agreement=agreement, user=reader)
