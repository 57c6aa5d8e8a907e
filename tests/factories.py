"""Small factories. Each makes one thing through the action the product uses, with as little given as will do.

Records are made by the system at `MADE_AT`, before the day of the tests, so that a change in a test is always later.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files import File

from accounts.models import Office, Role, RoleAssignment, User
from activities.actions import (
    NewLink,
    create_programme,
    register_existing_activity,
    register_membership,
)
from activities.models import Activity, Membership, Programme
from agreements.actions import NewAct, NewClause, NewParty, record_act, register_existing, state_clause
from agreements.actions.document_files import NewFile
from agreements.actions.documents import NewDocument, add_document
from agreements.actions.relations import NewRelation, relate_agreements
from agreements.models import Act, Agreement, AgreementParty, Clause, Document, Relation, Subject
from approvals.actions import NewStep, add_step, decide_step, open_case, submit_cases
from approvals.models import ApprovalSubject, Case, RouteTemplate, Step, TemplateStep
from approvals.steps import StepKind
from core.actors import Actor
from core.changes import recorded_change
from core.dates import PartialDate
from institutions.actions.contacts import NewContact, add_contact
from institutions.actions.institutions import create_institution
from institutions.actions.names import NewName
from institutions.actions.successions import record_succession
from institutions.models import Contact, Institution, InstitutionName, Succession

MADE_AT = dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)
SOURCE = "The test's own papers"
_number = itertools.count(1)


def maker() -> Actor:
    """Who makes what the tests start from."""
    return Actor.system("tests", at=MADE_AT)


# People and offices


def make_office(*, code: str = "", names: dict[str, str] | None = None, **values: Any) -> Office:
    """An office; its code must be unique."""
    code = code or f"OFF{next(_number)}"
    with recorded_change(by=maker()):
        return Office.objects.create(code=code, names=names or {"en": f"Office {code}"}, **values)


def make_person(
    username: str = "", *, roles: Mapping[Office, Sequence[Role]] | None = None, password: str = "", **values: Any
) -> User:
    """A person with roles by office. Without a password they cannot log in."""
    username = username or f"person{next(_number)}"
    with recorded_change(by=maker()):
        person = User.objects.create_user(
            username, **{"email": f"{username}@example.org", "full_name": username.title(), **values}
        )
        if password:
            person.set_password(password)
            person.save(update_fields=["password"])
        for office, held in (roles or {}).items():
            give_roles(person, office, *held)
    return person


def give_roles(person: User, office: Office, *roles: Role) -> None:
    """Further roles in an office, which the person's object notices at once."""
    with recorded_change(by=maker()):
        for role in roles:
            RoleAssignment.objects.create(user=person, office=office, role=role)
    person.__dict__.pop("roles_by_office", None)


# Institutions


def make_institution(
    name: str = "",
    *,
    kind: str = "police",
    country: str = "",
    acronym: str = "",
    aliases: Iterable[str] = (),
    names: Iterable[NewName] = (),
    **values: Any,
) -> Institution:
    """An institution with one official name in English, an acronym and aliases."""
    every_name = [NewName(name or f"Police {next(_number)}", language="en"), *names]
    if acronym:
        every_name.append(NewName(acronym, type=InstitutionName.Type.ACRONYM))
    every_name += [NewName(alias, language="en", type=InstitutionName.Type.ALIAS) for alias in aliases]
    return create_institution(by=maker(), names=every_name, kind=kind, country=country, **values)


def make_contact(institution: Institution, name: str = "", *, role: str = "Liaison officer", **values: Any) -> Contact:
    """A focal point of an institution, with an e-mail address."""
    name = name or f"Contact {next(_number)}"
    values = {"email": f"{name.lower().replace(' ', '.')}@outside.example", **values}
    return add_contact(by=maker(), institution=institution, contact=NewContact(role=role, name=name, **values))


def make_succession(earlier: Institution, later: Institution, *, kind: str = "succeeded", **values: Any) -> Succession:
    """That one institution came after another."""
    (made,) = record_succession(by=maker(), kind=kind, predecessors=[earlier], successors=[later], **values)
    return made


def make_subject(code: str = "", *, parent: Subject | None = None, **values: Any) -> Subject:
    """A subject area."""
    code = code or f"subject-{next(_number)}"
    with recorded_change(by=maker()):
        return Subject.objects.create(code=code, names={"en": code.replace("-", " ").title()}, parent=parent, **values)


# Agreements


def make_agreement(
    office: Office,
    *,
    stage: str = "proposed",
    kind: str = "memorandum_of_understanding",
    title: str = "",
    parties: Sequence[Institution | NewParty] | None = None,
    since: dt.date | None = None,
    **values: Any,
) -> Agreement:
    """An agreement at any stage, between two new institutions unless `parties` says otherwise."""
    if parties is None:
        parties = [make_institution(), make_institution()]
    titles = values.pop("titles", None) or {"en": title or f"Memorandum {next(_number)}"}
    return register_existing(
        by=maker(),
        office=office,
        kind=kind,
        titles=titles,
        stage=stage,
        since=since,
        parties=[each if isinstance(each, NewParty) else NewParty(each) for each in parties],
        reason="The tests need it",
        **values,
    )


def party_of(agreement: Agreement, institution: Institution | None = None) -> AgreementParty:
    """The row of an institution in an agreement; the first one when none is named."""
    rows = agreement.parties.order_by("position", "id")
    return rows.get(institution=institution) if institution else rows[0]


def make_act(
    agreement: Agreement, *, kind: str = "signature", party: AgreementParty | None = None, on: str = "2026-02-01",
    by: Actor | None = None, **values: Any,
) -> Act:  # fmt: skip
    """An entry in the ledger; `on` may be a day, a month or a year."""
    act = NewAct(kind=kind, when=PartialDate.parse(on), source=SOURCE, party=party, **values)
    return record_act(by=by or maker(), agreement=agreement, act=act)


def make_clause(
    agreement: Agreement, kind: str = "duration", parameters: Mapping[str, Any] | None = None, **values: Any
) -> Clause:
    """A clause of an agreement; of indefinite duration unless something else is given."""
    clause = NewClause(kind, {"mode": "indefinite"} if parameters is None else parameters, **values)
    return state_clause(by=maker(), agreement=agreement, clause=clause)


def make_document(
    agreement: Agreement, content: bytes = b"The text", *, name: str = "text.txt", kind: str = "other", **values: Any
) -> Document:
    """A document with one version; its text waits to be read."""
    file = NewFile(content=File(io.BytesIO(content), name=name), name=name)
    return add_document(by=maker(), agreement=agreement, document=NewDocument(kind=kind, **values), file=file)


def sign(agreement: Agreement, *, on: str = "2026-02-01") -> None:
    """Have every party's signature in the ledger."""
    for party in agreement.parties.filter(role="party"):
        make_act(agreement, party=party, on=on)


def make_relation(agreement: Agreement, other: Agreement, *, kind: str = "amends", **values: Any) -> Relation:
    """What an agreement is to another."""
    return relate_agreements(by=maker(), agreement=agreement, other=other, relation=NewRelation(kind, **values))


# Approvals


def make_case(subject: ApprovalSubject, institution: Institution | None = None) -> Case:
    """One side's track, without steps."""
    return open_case(by=maker(), subject=subject, institution=institution)


def make_step(case: Case, *, group: int = 1, kind: StepKind = StepKind.EXECUTIVE_APPROVAL, **values: Any) -> Step:
    """A step on a side's track; `responsible` is a person or several."""
    asked = values.pop("responsible", ())
    people = tuple(asked) if isinstance(asked, list | tuple) else (asked,)
    return add_step(by=maker(), case=case, step=NewStep(kind=kind, group=group, responsible=people, **values))


def make_route_template(code: str, *steps: dict[str, Any], **values: Any) -> RouteTemplate:
    """A template of a route for agreements, unless said otherwise, with these steps."""
    by = maker()
    given = {"subject_kind": "agreement", "names": {"en": code}, "created_at": by.at, "updated_at": by.at, **values}
    with recorded_change(by=by):
        template = RouteTemplate.objects.create(code=code, **given)
        for step in steps:
            TemplateStep.objects.create(template=template, **step)
    return template


def lay_out_approval(agreement: Agreement, **values: Any) -> list[Step]:
    """One step for each party."""
    parties = agreement.parties.filter(role="party").select_related("institution").order_by("position", "id")
    return [make_step(make_case(agreement.approval_subject, party.institution), **values) for party in parties]


def submit(subject: ApprovalSubject, *, by: Actor | None = None) -> None:
    """Start every side's track, as moving the record to "approval pending" does."""
    submit_cases(by=by or maker(), subject=subject)


def approve_all(subject: ApprovalSubject, *, by: Actor, only: Iterable[Step] | None = None) -> None:
    """Have every step that is in progress approved, group after group; or just the steps in `only`."""
    waiting = Step.objects.waiting().filter(case__subject=subject)
    if only is not None:
        waiting = waiting.filter(pk__in=[step.pk for step in only])
    while steps := list(waiting.order_by("id")):
        for step in steps:
            decide_step(by=by, step=step, outcome="approved")


def make_pending_agreement(office: Office, *, by: Actor | None = None, **values: Any) -> tuple[Agreement, list[Step]]:
    """An agreement whose approval is pending, with one step in progress for each party."""
    step_values = values.pop("steps", {})
    agreement = make_agreement(office, stage="approval_pending", **values)
    steps = lay_out_approval(agreement, **step_values)
    submit(agreement.approval_subject, by=by)
    return agreement, [Step.objects.get(pk=step.pk) for step in steps]


# Activities


def make_programme(code: str = "", **values: Any) -> Programme:
    """A programme."""
    code = code or f"programme-{next(_number)}"
    return create_programme(by=maker(), code=code, names=values.pop("names", {"en": code}), **values)


def make_activity(
    office: Office,
    *,
    state: str = "proposed",
    kind: str = "training",
    title: str = "",
    agreements: Iterable[Agreement] = (),
    **values: Any,
) -> Activity:
    """An activity at any state, joined to the agreements given."""
    titles = values.pop("titles", None) or {"en": title or f"Training {next(_number)}"}
    return register_existing_activity(
        by=maker(),
        office=office,
        kind=kind,
        titles=titles,
        state=state,
        agreements=[NewLink(agreement) for agreement in agreements],
        reason="The tests need it",
        **values,
    )


def make_membership(
    office: Office, *, body: Institution | None = None, member: Institution | None = None, **values: Any
) -> Membership:
    """A membership of a network; of Mexico unless an institution is named."""
    body = body or make_institution(f"Network {next(_number)}", kind="network")
    country = {} if member else {"member_country": values.pop("member_country", "MX")}
    return register_membership(
        by=maker(), office=office, body=body, member=member, reason="The tests need it", **country, **values
    )
