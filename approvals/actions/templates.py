"""Keep templates of routes. A route in use is a copy: no change of a template reaches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from approvals.actions.condition_checks import wrong_condition
from approvals.models import RouteTemplate, TemplateStep
from approvals.policies import can_keep_templates
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, Refused, require
from core.locking import lock, store
from core.outbox import publish
from core.refusals import Refusal
from core.sentences import gettext_noop
from core.validation import wrong_values

CHANGEABLE = frozenset(
    {
        "names", "record_kinds", "institution_kinds", "countries", "office", "is_active", "source", "source_quote",
        "source_note",
    }
)  # fmt: skip
MOST_STEPS = 50


def create_template(
    *, by: Actor, code: str, subject_kind: str, steps: Sequence[Mapping[str, Any]], reason: str = "", **values: Any
) -> RouteTemplate:
    """A new template; `steps` are fields of `StepShape`. Raises `InvalidInput`, `NotAllowed`, and `Refused`
    (`duplicate_code`).
    """
    if by.user:
        require(can_keep_templates(by.user))
    _check({"code": code, "subject_kind": subject_kind, **values}, steps, subject_kind)
    with recorded_change(by=by, reason=reason):
        if RouteTemplate.objects.filter(code=code).exists():
            sentence = gettext_noop("The code “%(code)s” is taken by another template.")
            raise Refused(Refusal("duplicate_code", sentence, {"code": code}))
        made = RouteTemplate.objects.create(
            code=code, subject_kind=subject_kind, created_at=by.at, updated_at=by.at, **values
        )
        _write_steps(made, steps)
        publish("approval.template_created", by=by, template=made.pk)
    return made


def change_template(
    *,
    by: Actor,
    template: RouteTemplate,
    steps: Sequence[Mapping[str, Any]] | None = None,
    reason: str = "",
    expected_version: int | None = None,
    **values: Any,
) -> RouteTemplate:
    """Change a template and, when given, all its steps. Raises `InvalidInput`, `NotAllowed`, `StaleVersion`."""
    if by.user:
        require(can_keep_templates(by.user))
    if unknown := values.keys() - CHANGEABLE:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    _check(values, steps or (), template.subject_kind)
    with recorded_change(by=by, reason=reason):
        held = lock(RouteTemplate.objects.all(), pk=template.pk, expected_version=expected_version)
        for name, value in values.items():
            setattr(held, name, value)
        if steps is not None:
            held.steps.all().delete()
            _write_steps(held, steps)
        store(held, *values, by=by)
        publish("approval.template_changed", by=by, template=held.pk)
    return held


def _write_steps(template: RouteTemplate, steps: Sequence[Mapping[str, Any]]) -> None:
    for step in steps:
        TemplateStep.objects.create(template=template, **step)


def _check(values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], subject_kind: str) -> None:
    errors = wrong_values(RouteTemplate, values)
    if len(steps) > MOST_STEPS:
        errors["steps"] = [_("At most %(most)s steps.") % {"most": MOST_STEPS}]
    for place, step in enumerate(steps):
        for name, sentences in wrong_step(step, subject_kind).items():
            errors[f"steps.{place}.{name}"] = sentences
    if errors:
        raise InvalidInput(errors)


def wrong_step(step: Mapping[str, Any], subject_kind: str) -> dict[str, list[str]]:
    """What is wrong with a step for records of that kind: sentences by the name of the field."""
    errors = wrong_values(TemplateStep, step)
    if step.get("is_outside") and step.get("role"):
        errors["is_outside"] = [_("What is decided outside the office asks nobody in it: leave the role empty.")]
    if step.get("is_outside") and step.get("quorum", 1) > 1:
        errors["quorum"] = [_("A body outside gives one decision.")]
    if "only_if" not in errors and (sentence := wrong_condition(step.get("only_if") or {}, subject_kind)):
        errors["only_if"] = [sentence]
    return errors
