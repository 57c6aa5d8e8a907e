"""Agreements, as answered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from accounts.api.representations import OfficeLink, Person, office, person
from accounts.visibility import Classification
from agreements.api.acts import ActItem, acts, read_acts
from agreements.api.clause_items import ClauseItem, clauses
from agreements.api.conflicts import ConflictItem, conflicts
from agreements.api.document_items import DocumentItem, documents
from agreements.api.force_fields import force_fields
from agreements.api.links import agreement_address
from agreements.api.parties import PartyItem, parties, read_parties
from agreements.api.relation_items import RelationItem, relations
from agreements.kinds import KINDS, Nature, PartyRole, PersonalData, TransferBasis
from agreements.models import Agreement, AgreementSubject, NamedReader, Subject
from agreements.queries import next_steps
from agreements.stages import Stage
from approvals.api.representations import ApprovalStep, read_cases, steps_of
from core.api.hints import OneOf
from core.api.record_fields import bookkeeping, identity, plain
from core.api.shapes import Field, Reading, Shape, grouped
from core.api.sources import source_fields
from core.api.transitions import TransitionOffer, offers
from institutions.models import Institution


class SubjectLink(TypedDict):
    """A subject area."""

    code: str
    name: str


def subject_link(subject: Subject) -> SubjectLink:
    """A subject area, named in the caller's language."""
    return {"code": subject.code, "name": str(subject)}


def approvals(agreements: Sequence[Agreement], reading: Reading) -> dict[int, list[ApprovalStep]]:
    """Every side's steps, for each agreement."""
    read_parties(agreements)
    return steps_of(agreements, reading, party_of=_party_of)


def _party_of(agreement: Agreement, institution: Institution) -> uuid.UUID | None:
    signing = (row for row in agreement.parties.all() if row.role == PartyRole.PARTY)
    return next((row.uid for row in signing if row.institution_id == institution.pk), None)


def transitions(agreements: Sequence[Agreement], _reading: Reading) -> dict[int, list[TransitionOffer]]:
    """The ways out of each agreement's stage."""
    read_parties(agreements)
    read_acts(agreements)
    read_cases(agreements)
    return {each.pk: offers(next_steps(each)) for each in agreements}


def _subjects(agreements: Sequence[Agreement], _reading: Reading) -> dict[int, list[SubjectLink]]:
    rows = AgreementSubject.objects.filter(agreement__in=agreements).select_related("subject").order_by("id")
    return grouped(agreements, rows, by="agreement_id", write=lambda row: subject_link(row.subject))


def _readers(agreements: Sequence[Agreement], _reading: Reading) -> dict[int, list[Any]]:
    rows = NamedReader.objects.filter(agreement__in=agreements).select_related("user").order_by("id")
    return grouped(agreements, rows, by="agreement_id", write=lambda row: person(row.user))


AGREEMENT: Shape[Agreement] = Shape(
    "Agreement",
    "An instrument between institutions. `stage` says how far its procedure is, `force_status` whether it is in "
    "force on the day `as_of`.",
    {
        **identity(agreement_address),
        "reference": plain(str, "The register's own reference: its name in addresses, never reused.", "reference"),
        "external_reference": plain(str, "What others call it.", "external_reference"),
        "title": plain(str, "The title, in the caller's language where it has one.", "title"),
        "titles": plain(dict[str, str], "The titles by language.", "titles"),
        "kind": plain(Annotated[str, OneOf(KINDS)], "What kind of instrument it is.", "kind"),
        "nature": plain(Nature, "Whether it binds, and under which law.", "nature"),
        "stage": plain(Stage, "How far the instrument is.", "stage"),
        "stage_since": plain(dt.date, "The day this stage was reached.", "stage_since"),
        **force_fields(),
        "classification": plain(
            Annotated[str, OneOf(Classification.values)], "How widely it may be seen.", "classification"
        ),
        "office": Field(OfficeLink, "The responsible office.", lambda row, _reading: office(row.office)),
        "officer": Field(Person | None, "The officer in charge.", lambda row, _reading: person(row.officer)),
        "parties": Field(list[PartyItem], "The institutions in it and their roles.", load=parties),
        "approvals": Field(list[ApprovalStep], "Every side's approval steps, in one list.", load=approvals),
        "acts": Field(list[ActItem], "The ledger: what the parties did, with sources.", load=acts),
        "conflicts": Field(list[ConflictItem], "The acts on which its sources give different dates.", load=conflicts),
        "documents": Field(
            list[DocumentItem],
            "Its documents that were not withdrawn, with every version of their files.",
            load=documents,
            on_request=True,
        ),
        "relations": Field(
            list[RelationItem],
            "What it is to other agreements, and they to it; those the caller may see.",
            load=relations,
            on_request=True,
        ),
        "clauses": Field(
            list[ClauseItem],
            "What the agreement itself says: the clauses that hold on the day `as_of`.",
            load=clauses,
            on_request=True,
        ),
        "subjects": Field(list[SubjectLink], "What it is about.", load=_subjects),
        "summary": plain(str, "A summary.", "summary"),
        "legal_basis": plain(str, "The legal basis.", "legal_basis"),
        "personal_data": plain(PersonalData, "Whether personal data is exchanged under it.", "personal_data"),
        "transfer_basis": plain(TransferBasis, "What allows the transfer of personal data.", "transfer_basis"),
        "transitions": Field(
            list[TransitionOffer],
            "The ways out of its stage, with what stands against each.",
            load=transitions,
            on_request=True,
        ),
        "readers": Field(
            list[Person],
            "Who may read it, if restricted, beside those who do by their role.",
            load=_readers,
            on_request=True,
        ),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url", "reference", "as_of"),
)
