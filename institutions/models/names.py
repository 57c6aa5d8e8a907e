"""Names and identifiers of institutions."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from core.models import Sourced
from core.tracking import tracked
from institutions.models.institution import Institution

_ROOT = {"root": "institutions_institution", "root_id": "r.institution_id"}


class InstitutionName(Sourced):
    """A name of an institution in one language, with the time it held. Dates empty: not known.

    Of official names in one language one holds at a time; a name may be taken up again later.
    """

    class Type(models.TextChoices):
        OFFICIAL = "official", _("official name")
        SHORT = "short", _("short name")
        ACRONYM = "acronym", _("acronym")
        ALIAS = "alias", _("alias")
        MISPRINT = "misprint", _("misprint in a source")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names")
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.OFFICIAL)
    language = models.CharField(
        _("language"), max_length=3, blank=True, help_text=_("Empty for an acronym of any language.")
    )
    text = models.CharField(_("name"), max_length=300)
    valid_from = models.DateField(_("held from"), null=True, blank=True)
    valid_until = models.DateField(
        _("held until"), null=True, blank=True, help_text=_("The first day it no longer held.")
    )

    class Meta:
        verbose_name = _("name of an institution")
        verbose_name_plural = _("names of institutions")
        ordering = ["institution", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "type", "language", "text", "valid_from"],
                nulls_distinct=False,
                name="name_once_at_a_time",
            ),
            ExclusionConstraint(
                name="one_official_name_a_day",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    (Func("valid_from", "valid_until", function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(type="official"),
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_from=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="name_ends_after_it_began",
            ),
        ]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return self.text

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it was held."""
        return self.valid_until - dt.timedelta(days=1) if self.valid_until else None


class Identifier(models.Model):
    """What an outside scheme calls an institution, such as its Wikidata or IATI identifier."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=40, help_text=_("For example wikidata, ror or iati."))
    value = models.CharField(_("identifier"), max_length=120)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_institution")]
        triggers = [tracked(**_ROOT)]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"
