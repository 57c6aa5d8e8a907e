"""The demo records: the working arrangement, the programme, the memberships and the activities."""

from __future__ import annotations

import datetime as dt

from accounts.visibility import Classification
from activities.actions.activities import register_existing_activity
from activities.actions.links import NewCountry, NewParticipant
from activities.actions.memberships import register_membership
from activities.actions.programmes import NewPartner, create_programme
from activities.demo import agreement as arrangement
from activities.demo import programme as paccto
from activities.demo.activities import ACTIVITIES, Work
from activities.demo.documents import NOT_STATED, Stated
from activities.demo.foundations import Ground, taken_over
from activities.demo.institutions import EU, PARTNERS
from activities.models import Activity, Programme
from activities.states import MembershipState
from agreements.actions import NewParty, NewSubject, register_existing
from approvals.actions import NewStep, add_step, change_step, lay_out_route, open_case, submit_cases
from approvals.models import ApprovalSubject, RouteTemplate
from approvals.steps import StepKind
from core.actors import Actor
from core.dates import Precision
from institutions.models import Institution

_ACCESS = Classification.PUBLIC  # everything here is from published documents


def load_agreement(*, by: Actor, ground: Ground) -> None:
    """The working arrangement at its stage, the first step of each party's approval in progress."""
    registered = register_existing(
        by=by, office=ground.office, officer=ground.officer, classification=_ACCESS,
        kind=arrangement.KIND, titles=arrangement.TITLES, summary=arrangement.SUMMARY, stage=arrangement.STAGE,
        parties=[NewParty(ground.institutions[key], role, **stated) for key, role, stated in arrangement.PARTIES],
        subjects=[NewSubject(ground.subjects[code], **stated) for code, stated in arrangement.SUBJECTS],
        reason=taken_over(arrangement.STATED["source"]), **arrangement.STATED,
    )  # fmt: skip
    for route in arrangement.ROUTES:
        _lay_out(route, by=by, subject=registered.approval_subject, ground=ground)
    submit_cases(by=by, subject=registered.approval_subject, reason=taken_over(arrangement.STATED["source"]))


def load_programme(*, by: Actor, ground: Ground) -> Programme:
    """The programme with its funder and its eleven partners."""
    return Programme.objects.filter(code__iexact=paccto.CODE).first() or create_programme(
        by=by, code=paccto.CODE, names=paccto.NAMES, starts=paccto.STARTS, funder=ground.institutions[EU],
        partners=[NewPartner(ground.institutions[body.key], **paccto.PARTNER_STATED) for body in PARTNERS],
        reason=taken_over(paccto.STATED["source"]), **paccto.STATED,
    )  # fmt: skip


def load_memberships(*, by: Actor, ground: Ground) -> None:
    """Mexico in the standing bodies; where its approval is pending, with a step to be decided."""
    for each in paccto.MEMBERSHIPS:
        membership = register_membership(
            by=by, office=ground.office, body=ground.institutions[each.body], member_country=paccto.COUNTRY,
            state=each.state, reason=taken_over(each.stated["source"]), **each.stated,
        )  # fmt: skip
        if each.state is MembershipState.APPROVAL_PENDING:
            subject = membership.approval_subject
            _ask(by=by, subject=subject, institution=None, kind=paccto.PENDING_STEP, stated=paccto.PENDING_STATED)
            submit_cases(by=by, subject=subject, reason=taken_over(each.stated["source"]))


def load_activities(*, by: Actor, ground: Ground, programme: Programme) -> None:
    """The activities, in the state and with the year that the document gives."""
    for work in ACTIVITIES:
        _load_activity(work, by=by, ground=ground, programme=programme)


def _load_activity(work: Work, *, by: Actor, ground: Ground, programme: Programme) -> Activity:
    first_day = dt.date(work.year, 1, 1) if work.year else None
    precision = Precision.YEAR if work.year else Precision.DAY
    taking_part = {**work.stated, "source_note": ""}  # the note is on the activity's state and dates
    return register_existing_activity(
        by=by, office=ground.office, officer=ground.officer, classification=_ACCESS, programme=programme,
        kind=work.kind, titles={"en": work.title}, description=work.description, place=work.place, state=work.state,
        planned_start=first_day, planned_start_precision=precision,
        planned_end=first_day, planned_end_precision=precision,
        participants=[NewParticipant(ground.institutions[key], role, **taking_part) for key, role in work.participants],
        countries=[NewCountry(paccto.COUNTRY)], subjects=[ground.subjects[code] for code in work.subjects],
        reason=taken_over(work.stated["source"]), **work.stated,
    )  # fmt: skip


def _lay_out(route: arrangement.DemoRoute, *, by: Actor, subject: ApprovalSubject, ground: Ground) -> None:
    """The steps of the template, each saying what of it is in the document; none where it was taken out of use."""
    template = RouteTemplate.objects.filter(code=route.template, is_active=True).first()
    if template is None:
        return
    side = ground.institutions[route.institution]
    case = lay_out_route(by=by, subject=subject, institution=side, template=template)
    due_in = route.due_in
    for step in case.steps.order_by("group", "id"):
        changes = dict(route.stated(template))
        if route.body and step.body_name:
            changes |= {"body": ground.institutions[route.body], "body_name": ""}
        if due_in is not None:
            due_on = by.today(ground.office.time_zone) + dt.timedelta(days=due_in)
            note = f"due date: demo; {changes['source_note']}"
            changes |= {"due_on": due_on, "length": None, "source_note": note}
            due_in = None
        change_step(by=by, step=step, changes=changes)


def _ask(
    *, by: Actor, subject: ApprovalSubject, institution: Institution | None, kind: StepKind, stated: Stated
) -> None:
    """One step of one side, whose deciding body the source does not name."""
    case = open_case(by=by, subject=subject, institution=institution)
    add_step(by=by, case=case, step=NewStep(kind, body_name=NOT_STATED, **stated))
