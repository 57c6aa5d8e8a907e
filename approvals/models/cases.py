"""Approval cases: one side's track of steps, what happened to it as a whole, and who is asked."""

from __future__ import annotations

import hashlib
import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import NegatedExpression
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from approvals.models.shapes import StepShape, step_constraints
from approvals.models.subjects import ApprovalSubject, Snapshot
from approvals.steps import (
    CASE_STATE_LABELS,
    OUTCOME_LABELS,
    CaseState,
    Outcome,
    StepFacts,
    StepKind,
    case_state,
)
from core.models import Record, Sourced
from core.tracking import append_only, tracked
from institutions.models import Institution

OUTCOMES = [(outcome.value, _(label)) for outcome, label in OUTCOME_LABELS.items()]
_OF_STEP = {
    "root": "approvals_approvalsubject",
    "root_id": "SELECT c.subject_id FROM approvals_step s JOIN approvals_case c ON c.id = s.case_id"
    " WHERE s.id = r.step_id",
}


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def visible_to(self, user: Viewer) -> CaseQuerySet:
        """Cases are seen by those who see their record."""
        return self.filter(subject__in=ApprovalSubject.objects.visible_to(user))


class Case(models.Model):
    """One side's approval of a subject. `institution` is the party whose side it is; empty for the office's own.

    `snapshot` is the substance that is being approved, or was; `round` counts the submissions.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(ApprovalSubject, models.CASCADE, related_name="cases")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="approval_cases")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what is approved")
    )
    round = models.PositiveIntegerField(_("round"), default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval case")
        verbose_name_plural = _("approval cases")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "institution"], name="one_case_per_side", nulls_distinct=False),
        ]
        triggers = [tracked(root="approvals_approvalsubject", root_id="r.subject_id")]

    def __str__(self) -> str:
        return str(self.institution or _("The office"))

    @cached_property
    def facts(self) -> list[StepFacts]:
        """The steps as the rules see them, from the prefetched rows."""
        return [step.facts for step in self.steps.all()]

    @property
    def is_submitted(self) -> bool:
        """Whether somebody is to decide on it."""
        return self.submitted_at is not None

    @property
    def state(self) -> CaseState:
        """How far this side is."""
        return case_state(self.facts, is_submitted=self.is_submitted)

    @property
    def state_label(self) -> str:
        """The state in the active language."""
        return str(_(CASE_STATE_LABELS[self.state]))

    @property
    def mark(self) -> str:
        """A name for what was seen of it, which another one follows when its round, its steps or what it is about
        change: so that nobody acts on what it is no longer.
        """
        steps = ",".join(f"{step.uid}:{step.version}" for step in self.steps.all())
        text = f"{self.round}|{self.submitted_at}|{self.snapshot_id}|{steps}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class CaseEvent(models.Model):
    """Something that happened to a case as a whole: who did it, when and why. Never changed afterwards.

    `before` and `after` are the substances between which a reset happened.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        RESET = "reset", _("Decisions reset")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Lapsed")
        REOPENED = "reopened", _("Reopened")

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(_("event"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)
    round = models.PositiveIntegerField(_("round"))
    before = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("event of an approval")
        verbose_name_plural = _("events of approvals")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["submitted", "reset", "withdrawn", "lapsed", "reopened"]),
                name="case_event_is_known",
            )
        ]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_case c WHERE c.id = r.case_id",
            ),
            *append_only(),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about steps. Who may decide which is in `approvals.deciders`."""

    def visible_to(self, user: Viewer) -> StepQuerySet:
        """Steps are seen by those who see their record."""
        return self.filter(case__subject__in=ApprovalSubject.objects.visible_to(user))

    def waiting(self) -> StepQuerySet:
        """Steps somebody must decide now."""
        return self.filter(outcome=Outcome.IN_PROGRESS)

    def with_people(self) -> StepQuerySet:
        """With the bodies and the people asked, in a fixed number of queries."""
        asked = Asked.objects.select_related("user").order_by("id")
        return self.select_related("body").prefetch_related(models.Prefetch("asked", asked))

    def for_list(self) -> StepQuerySet:
        """What a list row shows, in a fixed number of queries, longest waiting first."""
        related = self.with_people().select_related("case__subject__office", "case__institution", "body")
        return related.order_by("started_at", "id")


class Step(StepShape, Record, Sourced):
    """A step of one side's route. What it is, see `StepShape`; who is asked by name is in `asked`.

    `due_on` is computed when the step starts where a `length` is given, and is fixed otherwise. `spell` counts how
    often it was asked anew: only decisions of the present spell count.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    due_on = models.DateField(_("due"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=30, choices=OUTCOMES, default=Outcome.NOT_STARTED)
    spell = models.PositiveIntegerField(default=1, editable=False)
    conditions_met_on = models.DateField(_("conditions met on"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["case", "group", "id"]
        constraints = [
            *step_constraints(),
            models.CheckConstraint(condition=Q(outcome__in=[each.value for each in Outcome]), name="outcome_is_known"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(outcome="in_progress"), name="step_waiting_by_due"),
            models.Index(fields=["started_at", "id"], condition=Q(outcome="in_progress"), name="step_waiting_by_start"),
        ]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_case c WHERE c.id = r.case_id",
                leave_out=["spell"],
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> list[object]:
        """The people asked by name, from the prefetched rows."""
        return [each.user for each in self.asked.all()]

    @property
    def facts(self) -> StepFacts:
        """The step as the rules see it."""
        return StepFacts(
            name=self.name,
            group=self.group,
            outcome=Outcome(self.outcome),
            blocks_signature=self.blocks_signature,
            blocks_entry_into_force=self.blocks_entry_into_force,
            conditions_met=self.conditions_met_on is not None,
            kind=StepKind(self.kind),
            quorum=self.quorum,
        )


class Asked(models.Model):
    """A person asked by name to decide a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked to decide")
    )

    class Meta:
        verbose_name = _("person asked to decide")
        verbose_name_plural = _("people asked to decide")
        ordering = ["step", "id"]
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="asked_once_per_step")]
        triggers = [tracked(**_OF_STEP)]

    def __str__(self) -> str:
        return str(self.user)


def is_for_roles() -> NegatedExpression[Any]:
    """Steps that name nobody: decided by the holders of a role."""
    return ~Exists(Asked.objects.filter(step=OuterRef("pk")))
