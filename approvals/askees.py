"""Who is asked to decide a step at a moment: what waits on whom.

People asked by name; while one of them is away their deputy, and without one the heads of the office. Where nobody is
named the holders of the role who are there, and where none is there their deputies or the heads. Never who submitted
the case, edited the record last or decided on the case already. A delegate may decide but is not asked: the power was
given beside that of the person who is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Role, RoleAssignment, User
from approvals.deciders import decided_on_case, roles_asked
from approvals.models import Absence, Step, Through
from approvals.steps import COMPLETED_BY_ACT


@dataclass(frozen=True)
class Askee:
    """A person asked to decide; `instead_of` the one they stand in for, and `through` what."""

    user: User
    instead_of: User | None = None
    through: str = ""


def who_is_asked(steps: Sequence[Step], *, at: dt.datetime) -> dict[int, list[Askee]]:
    """The people asked on each of the waiting steps, by the step's id: nobody for those decided outside or
    completed by an act.

    The steps come with case, subject, people and, to spare queries, the case's steps and decisions.
    """
    inside = [step for step in steps if not _asks_nobody(step)]
    people = _People.read({step.case.subject.office_id for step in inside}, inside, at=at)
    return {step.pk: [] if _asks_nobody(step) else _of_step(step, people) for step in steps}


def _asks_nobody(step: Step) -> bool:
    return step.is_outside or step.kind in COMPLETED_BY_ACT


@dataclass(frozen=True)
class _People:
    """Who holds which role in the offices concerned, and who is away with which deputy (None: nobody)."""

    holders: dict[tuple[int, str], list[User]]
    away: dict[int, User | None]

    @classmethod
    def read(cls, offices: Collection[int], steps: Iterable[Step], *, at: dt.datetime) -> _People:
        holders: dict[tuple[int, str], list[User]] = defaultdict(list)
        rows = RoleAssignment.objects.filter(office__in=offices, user__is_active=True).select_related("user")
        for row in rows.order_by("user__username"):
            holders[row.office_id, row.role].append(row.user)
        away: dict[int, User | None] = {}
        for each in Absence.objects.at(at).select_related("deputy").order_by("id"):
            away.setdefault(each.user_id, each.deputy if each.deputy and each.deputy.is_active else None)
        return cls(holders, away)

    def stands_in(self, person: User, office: int) -> list[Askee]:
        """The person; while away the deputy, or failing that the heads of the office."""
        if person.pk not in self.away:
            return [Askee(person)]
        deputy = self.away[person.pk]
        if deputy and deputy.pk not in self.away:
            return [Askee(deputy, person, Through.DEPUTY)]
        heads = [head for head in self.holders[office, Role.HEAD] if head.pk != person.pk and head.pk not in self.away]
        return [Askee(head, person, Through.ESCALATION) for head in heads]


def _of_step(step: Step, people: _People) -> list[Askee]:
    office = step.case.subject.office_id
    named = [each.user for each in step.asked.all() if each.user.is_active]
    if named:
        found = [askee for person in named for askee in people.stands_in(person, office)]
    else:
        holders = [person for role in roles_asked(step) for person in people.holders[office, role]]
        there = [Askee(person) for person in holders if person.pk not in people.away]
        found = there or [askee for person in holders for askee in people.stands_in(person, office)]
    barred = {step.case.submitted_by_id, step.case.subject.edited_by_id, *decided_on_case(step)}
    free = [
        each
        for each in found
        if each.user.pk not in barred and (not each.instead_of or each.instead_of.pk not in barred)
    ]
    return list({each.user.pk: each for each in reversed(free)}.values())[::-1]
