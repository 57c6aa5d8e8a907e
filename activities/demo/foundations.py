"""What the demo records stand on: the office, the log-ins, the subjects and the institutions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.actions.people import create_office, create_user
from accounts.models import Office, Role, User
from activities.demo.institutions import INSTITUTIONS, Body
from activities.demo.people import LOG_INS, OFFICE, OFFICER
from activities.demo.subjects import TOPICS
from agreements.actions.taxonomy import create_subject
from agreements.models import Subject
from core.actors import Actor
from core.text import fold
from institutions.actions.institutions import create_institution
from institutions.models import Institution

DEMO = "Demonstration register: demo office and log-ins, in no document"
TREE = "Demonstration register: subjects"


def taken_over(document: str) -> str:
    """The reason the history gives for each record taken from a document."""
    return f"Demonstration register: taken over from {document}"


@dataclass(frozen=True)
class Ground:
    """What is there once the foundations are laid; institutions by the keys of the data files, subjects by code."""

    office: Office
    officer: User | None
    institutions: dict[str, Institution]
    subjects: dict[str, Subject]


def lay_foundations(*, by: Actor, password: str) -> Ground:
    """Everything that is missing of them; what is there already is left as it is."""
    office = Office.objects.filter(code__iexact=OFFICE["code"]).first() or create_office(by=by, reason=DEMO, **OFFICE)
    return Ground(
        office=office,
        officer=_log_ins(by=by, office=office, password=password),
        institutions=_institutions(by=by),
        subjects=_subjects(by=by),
    )


def _log_ins(*, by: Actor, office: Office, password: str) -> User | None:
    """Make the log-ins, and return the one in charge of the records where it can be."""
    hashed = make_password(password)  # once for all five, which share it: hashing is slow on purpose
    for each in LOG_INS:
        if not User.objects.filter(username__iexact=each.username).exists():
            create_user(
                by=by, username=each.username, full_name=each.full_name, email=each.email, hashed_password=hashed,
                roles=[(office, each.role)] if each.role else [], is_administrator=each.role is None,
                language=office.language, time_zone=office.time_zone, reason=DEMO,
            )  # fmt: skip
    officer = User.objects.get(username__iexact=OFFICER)
    return officer if officer.has_role(office.pk, Role.OFFICER, Role.HEAD) else None


def _subjects(*, by: Actor) -> dict[str, Subject]:
    found = {subject.code: subject for subject in Subject.objects.all()}
    for position, topic in enumerate(TOPICS):
        if topic.code not in found:
            found[topic.code] = create_subject(
                by=by, code=topic.code, names={"en": topic.en, "es": topic.es}, sector=topic.sector,
                parent=found.get(topic.under), position=position, reason=TREE,
            )  # fmt: skip
    return found


def _institutions(*, by: Actor) -> dict[str, Institution]:
    found: dict[str, Institution] = {}
    for body in INSTITUTIONS:
        found[body.key] = _same_name(body) or create_institution(
            by=by, names=body.names, kind=body.kind, country=body.country, parent=found.get(body.under),
            seat=body.seat, established=body.established, mandate=body.mandate,
            reason=taken_over(body.stated["source"]), **body.stated,
        )  # fmt: skip
    return found


def _same_name(body: Body) -> Institution | None:
    return Institution.objects.filter(sort_key=fold(body.names[0].text), country=body.country).first()
