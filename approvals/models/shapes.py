"""What a step is, in a route that runs and in a template alike."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from approvals.routes import is_condition
from approvals.steps import STEP_KIND_LABELS, StepKind
from approvals.working_days import LENGTH_UNIT_LABELS, LONGEST, LengthUnit
from institutions.models import Institution

STEP_KINDS = [(kind.value, _(label)) for kind, label in STEP_KIND_LABELS.items()]
MOST_PEOPLE = 20


def validate_condition(value: object) -> None:
    """Accept a condition as `approvals.routes` describes it."""
    if not is_condition(value):
        raise ValidationError(_("Write a condition as facts with their values, such as {“personal_data”: [“yes”]}."))


class StepShape(models.Model):
    """One decision to be taken. `group` orders: the steps of a group run in parallel, groups one after another.

    `body` is the deciding institution where it is known, `body_name` its words in the source otherwise. It is decided
    by people named (of a running step) or by the holders of `role` in the responsible office, where empty by approvers
    and the head; or outside (`is_outside`): then an officer records the decision, or a contact there decides through
    a link. `quorum` is how many people must approve. `length` in `length_unit` gives the due date when it starts.
    `only_if` is a condition (`approvals.routes`): where it does not hold, the step is not required.
    """

    group = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    kind = models.CharField(_("kind"), max_length=30, choices=STEP_KINDS)
    body = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deciding body")
    )
    body_name = models.CharField(_("deciding body, as stated"), max_length=200, blank=True)
    role = models.CharField(_("decided by the holders of"), max_length=10, choices=Role, blank=True)
    is_outside = models.BooleanField(_("decided outside the office"), default=False)
    quorum = models.PositiveSmallIntegerField(
        _("people who must approve"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    length = models.PositiveSmallIntegerField(
        pgettext_lazy("of time", "length"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    length_unit = models.CharField(
        _("counted in"),
        max_length=15,
        choices=[(unit.value, _(label)) for unit, label in LENGTH_UNIT_LABELS.items()],
        default=LengthUnit.CALENDAR_DAYS,
    )
    only_if = models.JSONField(_("only if"), default=dict, blank=True, validators=[validate_condition])
    blocks_signature = models.BooleanField(_("must be done before signature"), default=True)
    blocks_entry_into_force = models.BooleanField(_("must be done before entry into force"), default=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What is decided and by which body."""
        body = str(self.body) if self.body else self.body_name
        kind = gettext(STEP_KIND_LABELS[StepKind(self.kind)])  # get_kind_display() translates every kind there is
        return f"{kind} – {body}" if body else kind


def step_constraints() -> list[models.BaseConstraint]:
    """What holds of every step, in the database too."""
    return [
        models.CheckConstraint(
            condition=Q(kind__in=[each.value for each in StepKind]), name="%(app_label)s_%(class)s_kind_is_known"
        ),
        models.CheckConstraint(
            condition=Q(quorum__gte=1, quorum__lte=MOST_PEOPLE), name="%(app_label)s_%(class)s_quorum_is_possible"
        ),
        models.CheckConstraint(
            condition=Q(length=None) | Q(length__gte=1, length__lte=LONGEST),
            name="%(app_label)s_%(class)s_length_is_possible",
        ),
        models.CheckConstraint(
            condition=Q(length_unit__in=[each.value for each in LengthUnit]),
            name="%(app_label)s_%(class)s_length_unit_known",
        ),
        models.CheckConstraint(
            condition=Q(role="") | Q(is_outside=False), name="%(app_label)s_%(class)s_inside_or_outside"
        ),
    ]
