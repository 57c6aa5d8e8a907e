"""Approval cases: one side's track of steps, and the decisions taken on them."""

from __future__ import annotations

import uuid
from functools import cached_property

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from accounts.visibility import Viewer
from approvals.steps import (
    CASE_STATE_LABELS,
    OUTCOME_LABELS,
    STEP_KIND_LABELS,
    CaseState,
    Outcome,
    StepFacts,
    StepKind,
    case_state,
)
from core.models import Record, Sourced
from core.registries import registries
from core.tracking import tracked
from institutions.models import Institution

_OUTCOMES = [(outcome.value, _(label)) for outcome, label in OUTCOME_LABELS.items()]


class ApprovalSubjectQuerySet(models.QuerySet["ApprovalSubject"]):
    """Questions about what is being approved."""

    def visible_to(self, user: Viewer) -> ApprovalSubjectQuerySet:
        """Subjects whose record the person may see: each app that registered a kind of record answers for its own."""
        seen = Q(pk__in=[])
        for provider in registries.approval_subjects.values():
            seen |= Q(pk__in=provider.visible(user))
        return self.filter(seen)


class ApprovalSubject(models.Model):
    """What a case is about. The record itself (an agreement, an activity, a membership) points here.

    `kind` names the provider in `core.registries` that knows the record; `office` is the responsible office.
    """

    kind = models.CharField(max_length=20)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")

    objects = ApprovalSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval subject")
        triggers = [tracked()]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def visible_to(self, user: Viewer) -> CaseQuerySet:
        """Cases are seen by those who see their record."""
        return self.filter(subject__in=ApprovalSubject.objects.visible_to(user))


class Case(models.Model):
    """One side's approval of a subject. `institution` is the party whose side it is; empty for the office's own."""

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
    def state(self) -> CaseState:
        """How far this side is."""
        return case_state(self.facts, is_submitted=self.submitted_at is not None)

    @property
    def state_label(self) -> str:
        """The state in the active language."""
        return str(_(CASE_STATE_LABELS[self.state]))


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about steps."""

    def visible_to(self, user: Viewer) -> StepQuerySet:
        """Steps are seen by those who see their record."""
        return self.filter(case__subject__in=ApprovalSubject.objects.visible_to(user))

    def waiting(self) -> StepQuerySet:
        """Steps somebody must decide now."""
        return self.filter(outcome=Outcome.IN_PROGRESS)

    def decidable_by(self, user: Viewer, *roles: Role) -> StepQuerySet:
        """Steps that name the person, or that anyone with one of the roles in the office may decide."""
        if not user.is_authenticated:
            return self.none()
        by_role = Q(responsible=None, case__subject__office_id__in=user.offices_with(*roles))
        return self.filter(Q(responsible=user) | by_role).exclude(case__submitted_by=user)

    def for_list(self) -> StepQuerySet:
        """What a list row shows, in one query, longest waiting first."""
        return self.select_related("case__subject__office", "case__institution", "body", "responsible").order_by(
            "started_at", "id"
        )


class Step(Record, Sourced):
    """One decision to be taken. `group` orders: the steps of a group run in parallel, groups one after another.

    `body` is the deciding institution where it is known, `body_name` its words in the source otherwise.
    `responsible` is the person asked; without one, any approver or head of the responsible office.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    group = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind.value, _(label)) for kind, label in STEP_KIND_LABELS.items()]
    )
    body = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deciding body")
    )
    body_name = models.CharField(_("deciding body, as stated"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    blocks_signature = models.BooleanField(_("must be done before signature"), default=True)
    blocks_entry_into_force = models.BooleanField(_("must be done before entry into force"), default=False)
    outcome = models.CharField(_("outcome"), max_length=30, choices=_OUTCOMES, default=Outcome.NOT_STARTED)
    conditions_met_on = models.DateField(_("conditions met on"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["case", "group", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=[each.value for each in Outcome]), name="outcome_is_known"),
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in StepKind]), name="step_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(outcome="in_progress"), name="step_waiting_by_due"),
            models.Index(fields=["started_at", "id"], condition=Q(outcome="in_progress"), name="step_waiting_by_start"),
        ]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_case c WHERE c.id = r.case_id",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What is decided and by which body."""
        body = str(self.body) if self.body else self.body_name
        kind = gettext(STEP_KIND_LABELS[StepKind(self.kind)])  # get_kind_display() translates every kind there is
        return f"{kind} – {body}" if body else kind

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
        )


class Decision(models.Model):
    """An outcome recorded on a step, never changed afterwards. Those of an earlier round stay readable."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=30, choices=_OUTCOMES)
    comment = models.TextField(_("comment"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "id"]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_step s JOIN approvals_case c ON c.id = s.case_id"
                " WHERE s.id = r.step_id",
            ),
            pgtrigger.Protect(name="decision_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}"
