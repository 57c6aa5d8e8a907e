"""Activities, as answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, TypedDict

from accounts.api.representations import OfficeLink, Person, office, person
from accounts.visibility import Classification
from activities.api.programmes import ProgrammeLink, programme_link
from activities.kinds import ACTIVITY_KINDS, ParticipantRole
from activities.models import Activity, ActivityAgreement, ActivityCountry, ActivitySubject, Participant
from activities.queries import next_steps
from activities.states import ActivityState
from agreements.api.links import AgreementLink, agreement_link
from agreements.api.representations import SubjectLink, subject_link
from agreements.models import Agreement
from approvals.api.representations import ApprovalStep, read_cases, steps_of
from core.api.hints import OneOf
from core.api.record_fields import bookkeeping, identity, plain
from core.api.shapes import Field, Reading, Shape, grouped
from core.api.sources import SourcedFact, source_fields, source_of
from core.api.transitions import TransitionOffer, offers
from core.dates import PartialDate, Precision
from institutions.api.links import InstitutionLink, institution_link

_PLANNED = "As exactly as it is known: 2020, 2020-07 or 2020-07-01."


class CarriedOut(SourcedFact):
    """An agreement that an activity carries out."""

    agreement: AgreementLink
    article: str


class ParticipantItem(SourcedFact):
    """An institution taking part."""

    institution: InstitutionLink
    role: ParticipantRole


class CountryShare(TypedDict):
    """A country concerned; `percentage` is null where shares are not known."""

    country: str
    percentage: Decimal | None


def activity_address(activity: Activity, reading: Reading) -> str:
    """Where an activity is in the API."""
    return f"{reading.root}activities/{activity.reference}/"


def transitions(activities: Sequence[Activity], _reading: Reading) -> dict[int, list[TransitionOffer]]:
    """The ways out of each activity's state."""
    read_cases(activities)
    return {each.pk: offers(next_steps(each)) for each in activities}


def _agreements(activities: Sequence[Activity], reading: Reading) -> dict[int, list[CarriedOut]]:
    """Links to agreements the caller may not see are left out."""
    seen = Agreement.objects.visible_to(reading.user).order_by()
    rows = ActivityAgreement.objects.filter(activity__in=activities, agreement__in=seen).select_related("agreement")
    return grouped(activities, rows.order_by("id"), by="activity_id", write=lambda row: _carried_out(row, reading))


def _carried_out(row: ActivityAgreement, reading: Reading) -> CarriedOut:
    return {"agreement": agreement_link(row.agreement, reading), "article": row.article, **source_of(row)}


def _participants(activities: Sequence[Activity], reading: Reading) -> dict[int, list[ParticipantItem]]:
    rows = Participant.objects.filter(activity__in=activities).select_related("institution").order_by("id")
    return grouped(activities, rows, by="activity_id", write=lambda row: _participant(row, reading))


def _participant(row: Participant, reading: Reading) -> ParticipantItem:
    link = institution_link(row.institution, reading)
    return {"institution": link, "role": ParticipantRole(row.role), **source_of(row)}


def _countries(activities: Sequence[Activity], _reading: Reading) -> dict[int, list[CountryShare]]:
    rows = ActivityCountry.objects.filter(activity__in=activities).order_by("country")
    return grouped(activities, rows, by="activity_id", write=_country)


def _country(row: ActivityCountry) -> CountryShare:
    return {"country": str(row.country), "percentage": row.percentage}


def _subjects(activities: Sequence[Activity], _reading: Reading) -> dict[int, list[SubjectLink]]:
    rows = ActivitySubject.objects.filter(activity__in=activities).select_related("subject").order_by("id")
    return grouped(activities, rows, by="activity_id", write=lambda row: subject_link(row.subject))


def _programme(activity: Activity, reading: Reading) -> ProgrammeLink | None:
    return programme_link(activity.programme, reading) if activity.programme else None


ACTIVITY: Shape[Activity] = Shape(
    "Activity",
    "Something planned that carries out agreements or a programme.",
    {
        **identity(activity_address),
        "reference": plain(str, "The register's own reference: its name in addresses, never reused.", "reference"),
        "title": plain(str, "The title, in the caller's language where it has one.", "title"),
        "titles": plain(dict[str, str], "The titles by language.", "titles"),
        "kind": plain(Annotated[str, OneOf(ACTIVITY_KINDS)], "What kind of activity it is.", "kind"),
        "state": plain(ActivityState, "How far it is.", "state"),
        "state_since": plain(dt.date, "The day this state was reached.", "state_since"),
        "delayed": Field(
            bool,
            "Past its planned end with no actual end, and still active; on the caller's day.",
            lambda row, reading: row.is_delayed(reading.today),
        ),
        "classification": plain(
            Annotated[str, OneOf(Classification.values)], "How widely it may be seen.", "classification"
        ),
        "programme": Field(ProgrammeLink | None, "The programme it belongs to.", _programme),
        "office": Field(OfficeLink, "The responsible office.", lambda row, _reading: office(row.office)),
        "officer": Field(Person | None, "The officer in charge.", lambda row, _reading: person(row.officer)),
        "planned_start": plain(PartialDate | None, _PLANNED, "starts"),
        "planned_start_precision": plain(
            Precision, "How exactly the planned start is known.", "planned_start_precision"
        ),
        "planned_end": plain(PartialDate | None, _PLANNED, "ends"),
        "planned_end_precision": plain(Precision, "How exactly the planned end is known.", "planned_end_precision"),
        "actual_start": plain(dt.date | None, "The day it began.", "actual_start"),
        "actual_end": plain(dt.date | None, "The day it ended.", "actual_end"),
        "place": plain(str, "Where it takes place.", "place"),
        "agreements": Field(
            list[CarriedOut], "The agreements it carries out, as far as the caller may see them.", load=_agreements
        ),
        "participants": Field(list[ParticipantItem], "The institutions in it.", load=_participants),
        "countries": Field(list[CountryShare], "The countries it concerns.", load=_countries),
        "subjects": Field(list[SubjectLink], "What it is about.", load=_subjects),
        "approvals": Field(list[ApprovalStep], "Its approval steps.", load=steps_of),
        "description": plain(str, "What is done.", "description"),
        "outcome": plain(str, "The outcome its report states.", "outcome"),
        "transitions": Field(
            list[TransitionOffer],
            "The ways out of its state, with what stands against each.",
            load=transitions,
            on_request=True,
        ),
        **source_fields(),
        **bookkeeping(),
    },
    always=("id", "url", "reference"),
)
