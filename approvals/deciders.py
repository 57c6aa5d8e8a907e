"""Who may decide a step: oneself, or for somebody else by delegation, as deputy, or as head where nobody else is there.

The same rules twice, for one step (`Decider.authority_on`) and as a query (`steps_decidable_by`); tests hold them
against each other. Four eyes: neither the person who acts nor the one they act for has submitted the case, edited the
record last, or decided on the case already. Being an administrator gives no right to decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet, Value

from accounts.models import Role, RoleAssignment, User
from accounts.visibility import Viewer
from approvals.models import Absence, Asked, Case, Decision, Delegation, Step, Through
from approvals.models.cases import StepQuerySet, is_for_roles
from approvals.steps import BY_ACT_ONLY, COMPLETED_BY_ACT, DECISIONS
from core.refusals import ALLOWED, Verdict, denied
from core.sentences import gettext_noop

DECIDING_ROLES = (Role.APPROVER, Role.HEAD)
_OUTSIDE = denied(gettext_noop("This step is decided outside the office: its decision is recorded with the evidence."))
_BY_ACT = denied(BY_ACT_ONLY.sentence)
_SUBMITTED_IT = denied(gettext_noop("You submitted this for approval, so somebody else must decide."))
_EDITED_IT = denied(gettext_noop("You were the last to change what is approved, so somebody else must decide."))
_DECIDED_ALREADY = denied(gettext_noop("You decided on this side's approval already; each step needs another person."))
_FOR_ANOTHER = denied(gettext_noop("This step is for another person to decide."))
_NOT_YOURS = denied(gettext_noop("Only an approver or the head of the responsible office decides this step."))
_OF_ROLE = denied(gettext_noop("Only those who hold the role this step asks for decide it."))
_NOBODY = denied(gettext_noop("Log in to decide."))


@dataclass(frozen=True)
class Mandate:
    """A right to decide: a person's own, or that of `principal` which the person uses `through` something.

    `offices` None and empty kinds mean any.
    """

    principal: User
    through: str = ""
    offices: frozenset[int] | None = None
    subject_kinds: frozenset[str] = frozenset()
    step_kinds: frozenset[str] = frozenset()

    def covers(self, step: Step) -> bool:
        """Whether the step lies within the scope and asks the principal."""
        subject = step.case.subject
        if self.offices is not None and subject.office_id not in self.offices:
            return False
        if self.subject_kinds and subject.kind not in self.subject_kinds:
            return False
        if self.step_kinds and step.kind not in self.step_kinds:
            return False
        people = [each.user_id for each in step.asked.all()]
        if people:
            return self.principal.pk in people
        return self.principal.has_role(subject.office_id, *roles_asked(step))

    @property
    def steps(self) -> Q:
        """The same as `covers`, for a query over steps."""
        named = Exists(Asked.objects.filter(step=OuterRef("pk"), user=self.principal))
        wanted = Q(named) | (Q(is_for_roles()) & self._by_role)
        if self.offices is not None:
            wanted &= Q(case__subject__office_id__in=self.offices)
        if self.subject_kinds:
            wanted &= Q(case__subject__kind__in=self.subject_kinds)
        return wanted & Q(kind__in=self.step_kinds) if self.step_kinds else wanted

    @property
    def _by_role(self) -> Q:
        any_role = Q(role="", case__subject__office_id__in=self.principal.offices_with(*DECIDING_ROLES))
        one_role = (
            Q(role=role.value, case__subject__office_id__in=offices)
            for role in Role
            if (offices := self.principal.offices_with(role))
        )
        return reduce(or_, one_role, any_role)


@dataclass(frozen=True)
class Authority:
    """Whether a person may decide a step now, and by which right; `mandate` is None where they may not."""

    verdict: Verdict
    mandate: Mandate | None = None

    def __bool__(self) -> bool:
        return self.verdict.allowed


class Decider:
    """One person at one moment. Mandates are read once: keep it for a whole page."""

    def __init__(self, user: Viewer, *, at: dt.datetime) -> None:
        self.user, self.at = user, at

    @cached_property
    def mandates(self) -> list[Mandate]:
        """The person's own right first, then those of others."""
        if not isinstance(self.user, User) or not self.user.is_active:
            return []
        mandates = [Mandate(self.user), *self._delegated(), *self._as_deputy(), *self._as_head()]
        _read_roles([each.principal for each in mandates if each.principal.pk != self.user.pk])
        return mandates

    def authority_on(self, step: Step, *, on_behalf_of: int | None = None) -> Authority:
        """Whether the person may decide the step, for a principal (a user's id) where one is named.

        The step comes with its case, subject and people; who decided on the case already is asked of the database.
        """
        if step.kind in COMPLETED_BY_ACT:
            return Authority(_BY_ACT)
        if step.is_outside:
            return Authority(_OUTSIDE)
        fitting = [each for each in self.mandates if each.covers(step)]
        if on_behalf_of is not None:
            fitting = [each for each in fitting if each.principal.pk == on_behalf_of]
        if not fitting:
            return Authority(self._why_not(step))
        verdicts = [self._four_eyes(each, step) for each in fitting]
        free = [each for each, verdict in zip(fitting, verdicts, strict=True) if verdict]
        return Authority(ALLOWED, free[0]) if free else Authority(verdicts[0])

    def has_decided_on(self, step: Step) -> bool:
        """Whether the person decided on the step's case already, so that the decision counts."""
        return self.user.pk in decided_on_case(step)

    def mandates_on(self, step: Step) -> list[Mandate]:
        """Every right by which the person may decide the step: whom they can act for."""
        if step.is_outside or step.kind in COMPLETED_BY_ACT:
            return []
        return [each for each in self.mandates if each.covers(step) and self._four_eyes(each, step)]

    def _four_eyes(self, mandate: Mandate, step: Step) -> Verdict:
        people = {self.user.pk, mandate.principal.pk}
        if step.case.submitted_by_id in people:
            return _SUBMITTED_IT
        if step.case.subject.edited_by_id in people:
            return _EDITED_IT
        if people & decided_on_case(step):
            return _DECIDED_ALREADY
        return ALLOWED

    def _why_not(self, step: Step) -> Verdict:
        if not self.user.is_authenticated:
            return _NOBODY
        if step.case.submitted_by_id == self.user.pk:
            return _SUBMITTED_IT
        if step.asked.all():
            return _FOR_ANOTHER
        return _OF_ROLE if step.role else _NOT_YOURS

    def _delegated(self) -> Iterable[Mandate]:
        given = Delegation.objects.at(self.at).filter(delegate=self.user, delegator__is_active=True)
        for each in given.select_related("delegator").order_by("id"):
            yield Mandate(
                each.delegator,
                Through.DELEGATION,
                offices=frozenset({each.office_id}) if each.office_id else None,
                subject_kinds=frozenset(each.subject_kinds),
                step_kinds=frozenset(each.step_kinds),
            )

    def _as_deputy(self) -> Iterable[Mandate]:
        away = Absence.objects.at(self.at).filter(deputy=self.user.pk, user__is_active=True)
        people = {each.user_id: each.user for each in away.select_related("user").order_by("id")}
        return [Mandate(person, Through.DEPUTY) for person in people.values()]

    def _as_head(self) -> Iterable[Mandate]:
        heads = self.user.offices_with(Role.HEAD) if isinstance(self.user, User) else []
        if not heads:
            return []
        alone = uncovered_absences(self.at).exclude(user=self.user.pk)
        people = {each.user_id: each.user for each in alone.select_related("user").order_by("id")}
        return [Mandate(person, Through.ESCALATION, offices=frozenset(heads)) for person in people.values()]


def roles_asked(step: Step) -> tuple[Role, ...]:
    """The roles whose holders decide a step that names nobody."""
    return roles_for(step.role)


def roles_for(role: str) -> tuple[Role, ...]:
    """The same, by the role that a step asks for ("" for none in particular)."""
    return (Role(role),) if role else DECIDING_ROLES


def uncovered_absences(at: dt.datetime) -> QuerySet[Absence]:
    """Absences at that moment of people whom no deputy stands in for, in this absence or in one that overlaps it."""
    covered = covered_absences(at).filter(user=OuterRef("user"))
    return Absence.objects.at(at).filter(~Q(Exists(covered)), user__is_active=True)


def covered_absences(at: dt.datetime | None = None) -> QuerySet[Absence]:
    """Absences at a moment (default: the database's present one) whose deputy can log in and is there."""
    deputy_away = Absence.objects.at(at).filter(user=OuterRef("deputy"))
    return Absence.objects.at(at).filter(~Q(Exists(deputy_away)), deputy__is_active=True)


def decided_on_case(step: Step) -> set[int]:
    """Ids of the people whose decision counts on the step's case, for themselves or through somebody else."""
    if "steps" in getattr(step.case, "_prefetched_objects_cache", {}):
        return _read_on_case(step.case)
    return people_who_decided(step.case)


def people_who_decided(case: Case) -> set[int]:
    """The same of a case, asked of the database."""
    rows = decisions_counting().filter(step__case=case).values_list("decided_by_id", "on_behalf_of_id")
    return {person for row in rows for person in row if person is not None}


def _read_on_case(case: Case) -> set[int]:
    decisions = [each for step in case.steps.all() for each in step.decisions.all() if each.spell == step.spell]
    given = [each for each in decisions if each.outcome in DECISIONS]
    return {person for each in given for person in (each.decided_by_id, each.on_behalf_of_id) if person is not None}


def steps_decidable_by(decider: Decider) -> StepQuerySet:
    """The steps that the person may decide once they wait: as `authority_on` says for each."""
    return Step.objects.filter(decidable_by(decider))


def decidable_by(decider: Decider) -> Q:
    """The same as a condition on steps: for lists, which a sub-query would make twice as slow."""
    by_people = Q(is_outside=False) & ~Q(kind__in=[kind.value for kind in COMPLETED_BY_ACT])
    return by_people & reduce(or_, (_free(each, decider) for each in decider.mandates), Q(pk__in=[]))


def _free(mandate: Mandate, decider: Decider) -> Q:
    people = {decider.user.pk, mandate.principal.pk}
    earlier = decisions_counting().filter(step__case=OuterRef("case"))
    of_them = earlier.filter(Q(decided_by__in=people) | Q(on_behalf_of__in=people))
    not_theirs = ~(Q(case__submitted_by__isnull=False) & Q(case__submitted_by__in=people))
    not_edited = ~(Q(case__subject__edited_by__isnull=False) & Q(case__subject__edited_by__in=people))
    return mandate.steps & not_theirs & not_edited & ~Q(Exists(of_them))


def decisions_counting() -> QuerySet[Decision]:
    """Decisions that still count and that a person, or somebody outside, gave: who gave one decides no more there."""
    return Decision.objects.counting().filter(outcome__in=[each.value for each in DECISIONS]).order_by()


def decidable_among(decider: Decider, steps: Iterable[Step]) -> set[int]:
    """Ids of those of the steps that the person may decide, in one query."""
    return set(steps_decidable_by(decider).filter(pk__in=[step.pk for step in steps]).values_list("pk", flat=True))


class SubjectsShownTo(Func):
    """Ids of the subjects a person sees because they are asked by name on one of their steps, now act for somebody who
    is, or have decided on them: a sub-query over a function of the database (docs/decisions/0013).
    """

    function = "approvals_shown_to"
    template = "(SELECT %(function)s(%(expressions)s))"
    output_field = BigIntegerField()

    def __init__(self, user: Viewer) -> None:
        super().__init__(Value(user.pk, output_field=BigIntegerField()))


def _read_roles(people: list[User]) -> None:
    """The roles of several people in one query, kept as `User.roles_by_office` keeps them."""
    held: dict[int, dict[int, set[str]]] = {person.pk: {} for person in people}
    rows = RoleAssignment.objects.filter(user__in=list(held)).order_by().values_list("user_id", "office_id", "role")
    for user_id, office_id, role in rows if people else ():
        held[user_id].setdefault(office_id, set()).add(role)
    for person in people:
        roles = held[person.pk]
        person.__dict__["roles_by_office"] = {office: frozenset(names) for office, names in roles.items()}
