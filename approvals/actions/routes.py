"""Lay out the route of a template for a side, and keep templates."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from approvals.actions.prepare import NewStep, add_step, open_case
from approvals.models import ApprovalSubject, Case, RouteTemplate, TemplateStep
from approvals.policies import can_change_route, can_prepare
from approvals.steps import Outcome, StepKind
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.outbox import publish
from core.refusals import Refusal
from core.registries import registries
from core.sentences import gettext_noop
from institutions.models import Institution


def lay_out_route(
    *,
    by: Actor,
    subject: ApprovalSubject,
    institution: Institution | None,
    template: RouteTemplate,
    replacing: Collection[uuid.UUID] | None = None,
) -> Case:
    """Copy the template's steps to a side that has none, or whose steps nobody has begun: they are replaced.

    From then on the route is the side's own; the template may change. `replacing` are the steps that the person saw and
    means to replace. Raises `NotAllowed`, `InvalidInput` where the template is for other records or out of use, and
    `Refused`: `route_in_use` once something was begun or decided on the side, `route_changed` where it has other steps
    than `replacing` by now.
    """
    if by.user:
        require(can_prepare(by.user, subject))
    _check(template, subject)
    with recorded_change(by=by):
        case = open_case(by=by, subject=subject, institution=institution)
        registries.approval_subjects[subject.kind].touch(by=by, subject_id=subject.pk)
        case = Case.objects.select_related("subject__office").get(pk=case.pk)
        if by.user:
            require(can_change_route(by.user, case))
        _clear(case, replacing)
        for step in template.steps.order_by("group", "id"):
            add_step(by=by, case=case, step=_copied(step, template))
        publish("approval.route_laid_out", by=by, subject=subject.pk, case=case.pk, template=template.code)
    return Case.objects.get(pk=case.pk)


def _check(template: RouteTemplate, subject: ApprovalSubject) -> None:
    if template.subject_kind != subject.kind or template.office_id not in (None, subject.office_id):
        raise InvalidInput({"template": [_("This route is meant for other records.")]})
    if not template.is_active:
        raise InvalidInput({"template": [_("This route is not in use any more. Choose another.")]})


def _clear(case: Case, replacing: Collection[uuid.UUID] | None) -> None:
    steps = case.steps.prefetch_related("decisions", "links")
    if replacing is not None and {step.uid for step in steps} != set(replacing):
        sentence = gettext_noop("This side's steps have changed since you opened the page. Look at them, then choose.")
        raise Refused(Refusal("route_changed", sentence))
    begun = [step for step in steps if step.outcome != Outcome.NOT_STARTED or step.decisions.all() or step.links.all()]
    if begun or case.is_submitted:
        sentence = gettext_noop("This side's approval has begun. Add or take out single steps instead.")
        raise Refused(Refusal("route_in_use", sentence))
    case.steps.all().delete()


def _copied(step: TemplateStep, template: RouteTemplate) -> NewStep:
    return NewStep(
        kind=StepKind(step.kind),
        group=step.group,
        body=step.body,
        body_name=step.body_name,
        role=step.role,
        is_outside=step.is_outside,
        quorum=step.quorum,
        length=step.length,
        length_unit=step.length_unit,
        only_if=step.only_if,
        blocks_signature=step.blocks_signature,
        blocks_entry_into_force=step.blocks_entry_into_force,
        source=template.source,
        source_quote=template.source_quote,
        source_note=template.source_note,
    )
