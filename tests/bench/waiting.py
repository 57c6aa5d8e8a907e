"""Approvals as a large office has them: every agreement waits, on people of ten offices, a tenth of them away.

Each agreement has two cases: the office's own, whose first step was decided and whose second waits, and one of a party,
decided. A tenth of the waiting steps names people, a twentieth is decided outside, the rest asks by role. Written set
by set in the database, without history, as in `multiply.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import Role, User
from approvals.models import Absence, Asked, Case, Decision, Step
from core.changes import recorded_change
from institutions.models import Institution
from tests.factories import make_institution, make_office, make_person, maker

_OFFICES = 10
# What people hold by rank; each office has one of each rank.
_RANKS = [Role.HEAD] * 2 + [Role.APPROVER] * 6 + [Role.OFFICER] * 10 + [Role.AUDITOR, Role.VIEWER]
# Ids of rows laid here begin there, ten for each agreement: far above those of copies.
_FAR = 10**15
_DAY = dt.timedelta(days=1)


def make_everything_wait() -> User:
    """Lay it over all agreements there are, anew; gives a head of one of the offices."""
    offices = [make_office() for _each in range(_OFFICES)]
    people = [[make_person(roles={office: [role]}) for role in _RANKS] for office in offices]
    body, party = make_institution(), make_institution()
    _send_away(people)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_NUMBERED, [[each.pk for each in offices], [one.pk for ranks in people for one in ranks]])
        cursor.execute(_OF_OFFICES)
        for model, where, values in _rows(body, party):
            _insert(model, where, values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return people[0][0]


def _send_away(people: list[list[User]]) -> None:
    """A tenth of every office; in most of them the next in rank is deputy, in the others nobody."""
    now = timezone.now()
    days = {"first_day": now.date() - _DAY, "last_day": now.date() + 30 * _DAY}
    span = {"starts_at": now - _DAY, "ends_at": now + 30 * _DAY, "created_at": now, "updated_at": now}
    with recorded_change(by=maker()):
        for number, ranks in enumerate(people):
            for rank in (number % 10, number % 10 + 10):
                deputy = ranks[(rank + 1) % len(ranks)] if number % 4 else None
                Absence.objects.create(user=ranks[rank], deputy=deputy, **days, **span)


def _person(rank: str) -> str:
    return f"people[place * {len(_RANKS)} + ({rank}) + 1]"


# The agreements, the n-th of each of the ten offices, with people of that office by rank.
_NUMBERED = f"""
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
    SELECT agreement, subject, n, offices[place + 1] AS office,
           {_person("CASE WHEN n %% 17 = 0 THEN 2 + (n + 1) %% 6 ELSE 8 + n %% 10 END")} AS submitter,
           {_person("CASE WHEN n %% 23 = 0 THEN 2 + (n + 2) %% 6 ELSE 8 + n / 7 %% 10 END")} AS editor,
           {_person("2 + n %% 6")} AS decider, {_person("2 + (n + 3) %% 6")} AS named, {_person("0")} AS head,
           n %% 10 = 3 AS names, n %% 20 = 3 AS names_two, n %% 20 = 5 AS is_outside, number,
           {_FAR} + 10 * number AS id
      FROM (SELECT id AS agreement, approval_subject_id AS subject, number,
                   number / 10 AS n, number %% 10 AS place, offices, people
              FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS number FROM agreements_agreement) AS counted,
                   (SELECT %s::bigint[] AS offices, %s::bigint[] AS people) AS given) AS each
"""  # noqa: S608 - made of our own words only
_OF_OFFICES = """
    UPDATE agreements_agreement SET office_id = office, stage = 'approval_pending',
           classification = CASE WHEN n % 50 = 7 THEN 'restricted' ELSE 'internal' END
      FROM numbered WHERE agreements_agreement.id = agreement;
    UPDATE approvals_approvalsubject AS row SET office_id = office, edited_by_id = editor
      FROM numbered WHERE row.id = subject
"""


def _rows(body: Institution, party: Institution) -> Iterable[tuple[type[models.Model], str, dict[str, str]]]:
    """What is laid: for which of the numbered agreements, and the columns that are not as a new row has them."""
    case = {"subject_id": "subject", "submitted_by_id": "submitter", "submitted_at": _SINCE, "round": "1"}
    yield Case, "true", {**case, "id": "id"}
    yield Case, "true", {**case, "id": "id + 1", "institution_id": str(party.pk)}
    started = {"started_at": _SINCE, "created_at": _SINCE, "updated_at": _SINCE, "kind": "'executive_approval'"}
    decided = {**started, "outcome": "'approved'", "ended_at": "now()"}
    yield Step, "true", {**decided, "id": "id", "case_id": "id", "kind": "'legal_opinion'"}
    yield Step, "true", {**decided, "id": "id + 1", "case_id": "id + 1"}
    waiting = {**started, "id": "id + 2", "case_id": "id", '"group"': "2", "outcome": "'in_progress'", "due_on": _DUE}
    yield Step, "NOT is_outside", {**waiting, "role": _ROLE}
    yield Step, "is_outside", {**waiting, "is_outside": "true", "body_id": str(body.pk)}
    yield Asked, "names", {"step_id": "id + 2", "user_id": "named"}
    yield Asked, "names_two", {"step_id": "id + 2", "user_id": "head"}
    given = {"outcome": "'approved'", "decided_at": "now()", "asked_at": _SINCE, "decided_by_id": "decider"}
    yield Decision, "true", {**given, "step_id": "id"}
    yield Decision, "true", {**given, "step_id": "id + 1"}


_SINCE = "now() - (5 + n %% 150) * interval '1 day' - number * interval '1 second'"
_DUE = "CASE WHEN number %% 3 = 0 THEN current_date + (n %% 60)::int - 20 END"
_ROLE = "CASE WHEN names OR n %% 3 = 0 THEN '' WHEN n %% 3 = 1 THEN 'approver' ELSE 'head' END"


def _insert(model: type[models.Model], where: str, values: Mapping[str, str]) -> None:
    columns, parameters = dict(values), []
    for field in model._meta.concrete_fields:
        if f'"{field.column}"' in columns or field.column in columns or field.primary_key:
            continue
        if isinstance(field, models.UUIDField) and field.has_default():
            columns[f'"{field.column}"'] = "gen_random_uuid()"
        else:
            columns[f'"{field.column}"'] = "%s"
            parameters.append(field.get_db_prep_save(field.get_default(), connection))
    with connection.cursor() as cursor:
        into = f"{model._meta.db_table} ({', '.join(columns)})"
        cursor.execute(
            f"INSERT INTO {into} SELECT {', '.join(columns.values())} FROM numbered WHERE {where}",  # noqa: S608
            parameters,
        )
