"""Who is asked to decide a step at a moment: what waits on whom.

People asked by name; while one of them is away their deputy, and without one the heads of the office. Where nobody is
named the holders of the role who are there, and where none of those may decide the deputies of the others or the heads.
Never who submitted the case, edited the record last or decided on the case already. A delegate may decide but is not
asked: the power was given beside that of the person who is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Role, RoleAssignment, User
from approvals.deciders import decided_on_case, roles_asked, roles_for
from approvals.models import Absence, Step, Through
from approvals.steps import COMPLETED_BY_ACT
from core.errors import listed


@dataclass(frozen=True)
class Askee:
    """A person asked to decide; `instead_of` the one they stand in for, and `through` what."""

    user: User
    instead_of: User | None = None
    through: str = ""


@dataclass(frozen=True)
class Alike:
    """All that says who is asked on a waiting step: those alike in it ask the same people.

    People are ids: `named` those asked by name, in that order, and `barred` who submitted, edited last or decided.
    """

    office: int
    role: str
    named: tuple[int, ...]
    barred: frozenset[int]

    @classmethod
    def of(cls, office: int, role: str, named: Iterable[int], barred: Iterable[int | None]) -> Alike:
        """As the rows give it, where who is barred may be empty."""
        return cls(office, role, tuple(named), frozenset(each for each in barred if each is not None))


def who_is_asked(steps: Sequence[Step], *, at: dt.datetime) -> dict[int, list[Askee]]:
    """The people asked on each of the waiting steps, by the step's id: nobody for those decided outside or
    completed by an act.

    The steps come with case, subject, people and, to spare queries, the case's steps and decisions.
    """
    inside = [step for step in steps if not _asks_nobody(step)]
    people = _People.read({step.case.subject.office_id for step in inside}, at=at)
    return {step.pk: [] if _asks_nobody(step) else _of_step(step, people) for step in steps}


def who_is_asked_alike(kinds: Collection[Alike], *, at: dt.datetime) -> dict[Alike, list[Askee]]:
    """The same for steps of the office by what they have alike, in a fixed number of queries."""
    people = _People.read({each.office for each in kinds}, at=at)
    named = User.objects.in_bulk({person for each in kinds for person in each.named})
    return {each: _asked(each, [named[person] for person in each.named], people) for each in kinds}


def why_nobody(step: Step, *, at: dt.datetime) -> str:
    """Why nobody is asked on a waiting step of the office, in a sentence; "" where somebody is, or nobody need be."""
    people = _People.read({step.case.subject.office_id}, at=at)
    if _asks_nobody(step) or _of_step(step, people):
        return ""
    named = [each.user for each in step.asked.all()]
    concerned = [each for each in named if each.is_active] if named else _holders(step, people)
    if not concerned and named:
        return _("%(people)s: no login any more.") % {"people": _names(named)}
    if not concerned:
        roles = listed(tuple(str(role.label) for role in roles_asked(step)))
        return _("In %(office)s nobody holds a role that decides it (%(roles)s).") % {
            "office": step.case.subject.office, "roles": roles,
        }  # fmt: skip
    found = [askee.user for person in concerned for askee in people.stands_in(person, step.case.subject.office_id)]
    if not found:
        return _("%(people)s: away, and neither a deputy nor a head of the office is there.") % {
            "people": _names(concerned)
        }
    return _(
        "%(people)s: barred, because they or whom they stand in for submitted this, were the last to change it, "
        "or decided on this side already."
    ) % {"people": _names(found)}


def _asks_nobody(step: Step) -> bool:
    return step.is_outside or step.kind in COMPLETED_BY_ACT


@dataclass(frozen=True)
class _People:
    """Who holds which role in the offices concerned, and who is away with which deputies that can log in."""

    holders: dict[tuple[int, str], list[User]]
    away: dict[int, list[User]]

    @classmethod
    def read(cls, offices: Collection[int], *, at: dt.datetime) -> _People:
        holders: dict[tuple[int, str], list[User]] = defaultdict(list)
        rows = RoleAssignment.objects.filter(office__in=offices, user__is_active=True).select_related("user")
        for row in rows.order_by("user__username"):
            holders[row.office_id, row.role].append(row.user)
        away: dict[int, list[User]] = {}
        for each in Absence.objects.at(at).select_related("deputy").order_by("id"):
            deputies = away.setdefault(each.user_id, [])
            if each.deputy and each.deputy.is_active:
                deputies.append(each.deputy)
        return cls(holders, away)

    def stands_in(self, person: User, office: int) -> list[Askee]:
        """The person; while away the deputy (each, where absences overlap), or failing that the heads of the office."""
        if person.pk not in self.away:
            return [Askee(person)]
        deputies = [deputy for deputy in self.away[person.pk] if deputy.pk not in self.away]
        if deputies:
            return [Askee(deputy, person, Through.DEPUTY) for deputy in deputies]
        heads = [head for head in self.holders[office, Role.HEAD] if head.pk != person.pk and head.pk not in self.away]
        return [Askee(head, person, Through.ESCALATION) for head in heads]


def _of_step(step: Step, people: _People) -> list[Askee]:
    named = [each.user for each in step.asked.all()]
    subject = step.case.subject
    barred = {step.case.submitted_by_id, subject.edited_by_id, *decided_on_case(step)}
    return _asked(Alike.of(subject.office_id, step.role, [each.pk for each in named], barred), named, people)


def _asked(step: Alike, named: Sequence[User], people: _People) -> list[Askee]:
    if named:
        found = [askee for person in named if person.is_active for askee in people.stands_in(person, step.office)]
        return _free(found, step.barred)
    holders = [person for role in roles_for(step.role) for person in people.holders[step.office, role]]
    there = _free([Askee(person) for person in holders if person.pk not in people.away], step.barred)
    return there or _free([askee for person in holders for askee in people.stands_in(person, step.office)], step.barred)


def _holders(step: Step, people: _People) -> list[User]:
    return [person for role in roles_asked(step) for person in people.holders[step.case.subject.office_id, role]]


def _free(found: Iterable[Askee], barred: Collection[int | None]) -> list[Askee]:
    """Each person once, in their own right before somebody else's; nobody who is barred or stands in for one who is."""
    free: dict[int, Askee] = {}
    for each in found:
        if each.user.pk in barred or (each.instead_of and each.instead_of.pk in barred):
            continue
        if each.user.pk not in free or not each.instead_of:
            free[each.user.pk] = each
    return list(free.values())


def _names(people: Iterable[User]) -> str:
    return listed(tuple(dict.fromkeys(str(person) for person in people)))
