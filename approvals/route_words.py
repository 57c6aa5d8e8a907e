"""Steps and templates of routes in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from accounts.models import Role
from approvals.condition_words import say_condition, value_label
from approvals.models import RouteTemplate
from approvals.models.shapes import StepShape
from approvals.steps import COMPLETED_BY_ACT, StepKind
from approvals.working_days import LengthUnit
from core.errors import listed
from core.registries import registries
from institutions.kinds import KINDS


def say_step(step: StepShape, *, subject_kind: str, people: Sequence[object] = ()) -> list[str]:
    """Who decides a step, in what time, on what condition and what it holds up: short phrases, one after another."""
    return [phrase for phrase in _phrases(step, subject_kind, people) if phrase]


def _phrases(step: StepShape, subject_kind: str, people: Sequence[object]) -> Iterator[str]:
    yield _who_decides(step, people)
    if step.quorum > 1:
        yield ngettext("%(number)s person must approve", "%(number)s people must approve", step.quorum) % {
            "number": step.quorum
        }
    if step.length:
        yield say_length(step.length, step.length_unit)
    condition = say_condition(step.only_if, subject_kind=subject_kind)
    yield condition[:1].lower() + condition[1:]
    if registries.approval_subjects[subject_kind].is_signed:
        yield _what_it_holds_up(step)


def say_length(length: int, unit: str) -> str:
    """The time allowed for a step."""
    if unit == LengthUnit.WORKING_DAYS:
        return ngettext("within %(number)s working day", "within %(number)s working days", length) % {"number": length}
    return ngettext("within %(number)s day", "within %(number)s days", length) % {"number": length}


def _who_decides(step: StepShape, people: Sequence[object]) -> str:
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        return _("completed by recording the act")
    if step.is_outside:
        return _("decided outside the office")
    if people:
        return _("decided by %(who)s") % {"who": listed(tuple(str(person) for person in people))}
    if step.role:
        return _("decided by the holders of “%(role)s”") % {"role": Role(step.role).label}
    return _("decided by an approver or the head of office")


def _what_it_holds_up(step: StepShape) -> str:
    if step.blocks_signature and step.blocks_entry_into_force:
        return _("needed before signature and entry into force")
    if step.blocks_signature:
        return _("needed before signature")
    return _("needed before entry into force") if step.blocks_entry_into_force else _("holds nothing up")


@dataclass(frozen=True)
class StepTold:
    """A step of a template: its place in the order, its name and what it is."""

    group: int
    name: str
    phrases: list[str]


@dataclass(frozen=True)
class TemplateTold:
    """A template to choose: what it is meant for, and its steps."""

    template: RouteTemplate
    meant_for: str
    steps: list[StepTold]


def tell_template(template: RouteTemplate) -> TemplateTold:
    """A template in words, with its steps prefetched."""
    kind = template.subject_kind
    steps = [StepTold(each.group, each.name, say_step(each, subject_kind=kind)) for each in template.steps.all()]
    return TemplateTold(template, " · ".join(_meant_for(template)), steps)


def _meant_for(template: RouteTemplate) -> Iterator[str]:
    kind = template.subject_kind
    if template.record_kinds:
        yield listed(tuple(value_label("kind", each, subject_kind=kind) for each in template.record_kinds))
    if template.institution_kinds:
        yield listed(tuple(_(KINDS[each][0]) for each in template.institution_kinds if each in KINDS))
    if template.countries:
        yield listed(tuple(str(countries.name(each)) for each in template.countries))
