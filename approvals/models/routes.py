"""Templates of routes: data that administrators edit. A route in use is a copy."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from approvals.models.shapes import StepShape, step_constraints
from approvals.routes import Fit
from core.languages import in_language, validate_texts
from core.models import Record, Sourced
from core.tracking import tracked
from institutions.kinds import KINDS

SUBJECT_KINDS = [("agreement", _("Agreement")), ("activity", _("Activity")), ("membership", _("Membership"))]


class RouteTemplate(Record, Sourced):
    """A route to copy for a side: for which kinds of record and institutions it is meant, and its steps.

    Empty lists mean any. `countries` are those of the side's institution. The source names the rule the route is from.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    names = models.JSONField(_("names"), validators=[validate_texts])
    subject_kind = models.CharField(_("of"), max_length=20, choices=SUBJECT_KINDS)
    record_kinds = ArrayField(
        models.CharField(max_length=40), verbose_name=_("kinds of record"), default=list, blank=True
    )
    institution_kinds = ArrayField(
        models.CharField(max_length=40, choices=[(kind, _(label)) for kind, (label, _type) in KINDS.items()]),
        verbose_name=_("kinds of institution"),
        default=list,
        blank=True,
    )
    countries = ArrayField(models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True)
    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office"),
        help_text=_("Empty: every office."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("template of a route")
        verbose_name_plural = _("templates of routes")
        ordering = ["subject_kind", "code"]
        triggers = [tracked()]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def fit(self) -> Fit:
        """For which sides it is meant."""
        offices = (self.office_id,) if self.office_id else ()
        return Fit(tuple(self.record_kinds), tuple(self.institution_kinds), tuple(self.countries), offices)


class TemplateStep(StepShape):
    """A step of a template."""

    template = models.ForeignKey(RouteTemplate, models.CASCADE, related_name="steps")

    class Meta:
        verbose_name = _("step of a template")
        verbose_name_plural = _("steps of templates")
        ordering = ["template", "group", "id"]
        constraints = step_constraints()
        triggers = [tracked(root="approvals_routetemplate", root_id="r.template_id")]

    def __str__(self) -> str:
        return self.name
