"""What was decided on steps, the conditions it was bound to, and what proves it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.cases import OUTCOMES, Step
from approvals.models.subjects import Snapshot
from approvals.steps import DECISIONS
from core.models import Record, Sourced
from core.tracking import tracked
from institutions.models import Contact

_DECIDED = ", ".join(f"'{each.value}'" for each in DECISIONS)
_OF_STEP = {
    "root": "approvals_approvalsubject",
    "root_id": "SELECT c.subject_id FROM approvals_step s JOIN approvals_case c ON c.id = s.case_id"
    " WHERE s.id = r.step_id",
}
# Holds for every door there is, also for commands and raw SQL. The case's row is locked, so that two at once queue.
_FOUR_EYES = f"""
    SELECT c.id, c.submitted_by_id AS submitter, a.edited_by_id AS editor INTO held
      FROM approvals_step s JOIN approvals_case c ON c.id = s.case_id
      JOIN approvals_approvalsubject a ON a.id = c.subject_id
     WHERE s.id = NEW.step_id FOR UPDATE OF c;
    IF held.submitter IN (NEW.decided_by_id, NEW.on_behalf_of_id) THEN
        RAISE EXCEPTION 'four eyes: who submitted does not decide' USING ERRCODE = '23514';
    END IF;
    IF held.editor IN (NEW.decided_by_id, NEW.on_behalf_of_id) THEN
        RAISE EXCEPTION 'four eyes: who edited last does not decide' USING ERRCODE = '23514';
    END IF;
    IF NEW.outcome IN ({_DECIDED}) AND EXISTS (
        SELECT FROM approvals_decision d JOIN approvals_step s ON s.id = d.step_id AND s.spell = d.spell
         WHERE s.case_id = held.id AND d.outcome IN ({_DECIDED})
           AND (d.decided_by_id IN (NEW.decided_by_id, NEW.on_behalf_of_id)
                OR d.on_behalf_of_id IN (NEW.decided_by_id, NEW.on_behalf_of_id))
    ) THEN
        RAISE EXCEPTION 'four eyes: one person decides once on a side' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - made of our own names only


class Through(models.TextChoices):
    """By what right somebody decided for another person."""

    DELEGATION = "delegation", _("by delegation")
    DEPUTY = "deputy", _("as deputy")
    ESCALATION = "escalation", _("as head of office")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def counting(self) -> DecisionQuerySet:
        """Those that still count: of the present spell of their step."""
        return self.filter(spell=models.F("step__spell"))

    def for_track(self) -> DecisionQuerySet:
        """With all that a track shows of them, in a fixed number of queries."""
        return (
            self.select_related("decided_by", "on_behalf_of", "recorded_by", "contact__details", "contact__institution")
            .prefetch_related(models.Prefetch("conditions", Condition.objects.select_related("met_by").order_by("id")))
            .order_by("decided_at", "id")
        )


class Decision(Sourced):
    """An outcome recorded on a step, never changed afterwards. Those of an earlier spell stay readable.

    Decided by a person (`decided_by`, where it says so `on_behalf_of` another one, `through` what right); or outside
    the office, by `contact` through a link or as an officer recorded (`recorded_by`) with the evidence: its source,
    or a document of the record (`document`); or by the system (none of these), which then says why.
    `act` is the act in the record's ledger that completed the step. `decided_on` is the day the evidence gives.
    `asked_at` is when the step started, `completed` whether this decision ended it: time in step is between the two.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    step = models.ForeignKey(Step, models.PROTECT, related_name="decisions")
    spell = models.PositiveIntegerField(default=1, editable=False)
    outcome = models.CharField(_("outcome"), max_length=30, choices=OUTCOMES)
    comment = models.TextField(_("comment"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    through = models.CharField(_("by what right"), max_length=10, choices=Through, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by the contact")
    )
    decided_on = models.DateField(_("day of the decision"), null=True)
    decided_at = models.DateTimeField(_("decided"))
    asked_at = models.DateTimeField(_("asked"), null=True)
    completed = models.BooleanField(default=True, editable=False)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, related_name="+", verbose_name=_("what was decided on")
    )
    act = models.UUIDField(_("act"), null=True)
    document = models.UUIDField(_("document"), null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "spell", "decided_by"],
                condition=Q(outcome__in=[each.value for each in DECISIONS]),
                name="one_vote_per_person",
            ),
            models.UniqueConstraint(
                fields=["step", "spell", "contact"],
                condition=Q(outcome__in=[each.value for each in DECISIONS]),
                name="one_vote_per_contact",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of=None, through="")
                | (Q(on_behalf_of__isnull=False, decided_by__isnull=False) & ~Q(through="")),
                name="on_behalf_says_through_what",
            ),
            models.CheckConstraint(
                condition=~Q(on_behalf_of=models.F("decided_by")) | Q(on_behalf_of=None),
                name="on_behalf_of_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(contact=None, recorded_by=None), name="decided_inside_or_outside"
            ),
        ]
        indexes = [
            models.Index(fields=["decided_by"], name="decision_by_person"),
            models.Index(fields=["on_behalf_of"], condition=Q(on_behalf_of__isnull=False), name="decision_on_behalf"),
            models.Index(fields=["decided_at"], condition=Q(completed=True), name="decision_completing"),
        ]
        triggers = [
            tracked(**_OF_STEP, leave_out=["spell"]),
            pgtrigger.Protect(name="decision_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="four_eyes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("held", "record")],
                func=_FOUR_EYES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}"


class ConditionQuerySet(models.QuerySet["Condition"]):
    """Questions about conditions."""

    def open(self) -> ConditionQuerySet:
        """Those that are not met yet, of decisions that still count."""
        return self.filter(met_on=None, decision__spell=models.F("decision__step__spell"))


class Condition(Record):
    """What an approval with conditions depends on; tracked until it is met. `evidence` says what shows that it is."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.TextField(_("condition"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    evidence = models.TextField(_("what shows it"), blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition of an approval")
        verbose_name_plural = _("conditions of approvals")
        ordering = ["decision", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="condition_says_something")]
        indexes = [models.Index(fields=["due_on"], condition=Q(met_on=None), name="condition_open_by_due")]
        triggers = [
            tracked(
                root="approvals_approvalsubject",
                root_id="SELECT c.subject_id FROM approvals_decision d JOIN approvals_step s ON s.id = d.step_id"
                " JOIN approvals_case c ON c.id = s.case_id WHERE d.id = r.decision_id",
            )
        ]

    def __str__(self) -> str:
        return self.text
