"""Institutions."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.visibility import Viewer
from core.languages import in_language, validate_texts
from core.models import Record, Sourced
from core.search.rows import SearchedQuerySet
from core.tracking import tracked
from institutions.kinds import KINDS


class InstitutionQuerySet(SearchedQuerySet["Institution"]):
    """Questions about institutions."""

    search_source = "institution"

    def visible_to(self, user: Viewer) -> InstitutionQuerySet:
        """Institutions are shared by everyone signed in; links to restricted records are filtered elsewhere."""
        return self if user.is_authenticated else self.none()

    def for_list(self) -> InstitutionQuerySet:
        """What a list row shows, in one query."""
        return self.select_related("parent")


class Institution(Record, Sourced):
    """A body that makes or carries out agreements: one record, however many names.

    `label` holds the current official names by language and `acronym` the current acronym: both derived from
    `names`, as are `search_key` and `sort_key`, by `institutions.actions.names`.
    """

    kind = models.CharField(
        _("kind"), max_length=30, choices=[(kind, _(label)) for kind, (label, _iati) in KINDS.items()]
    )
    country = CountryField(_("country"), blank=True, help_text=_("Empty for an international body."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    established = models.CharField(
        _("established"),
        max_length=10,
        blank=True,
        help_text=_("A year, a month or a day: 2018, 2018-11 or 2018-11-30."),
    )
    dissolved = models.CharField(
        _("dissolved"),
        max_length=10,
        blank=True,
        help_text=_("A year, a month or a day: 2019, 2019-05 or 2019-05-27."),
    )
    existence_source = models.CharField(_("source of these dates"), max_length=500, blank=True)
    mandate = models.TextField(_("mandate"), blank=True)
    powers = models.TextField(_("powers"), blank=True)
    website = models.URLField(_("website"), blank=True)
    label = models.JSONField(default=dict, editable=False, validators=[validate_texts])
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, editable=False)
    search_key = models.TextField(blank=True, editable=False)
    sort_key = models.CharField(max_length=300, blank=True, editable=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="institution_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")) | models.Q(parent=None),
                name="institution_not_its_own_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="institution_by_name"),
            models.Index(fields=["-updated_at", "-id"], name="institution_by_change"),
            models.Index(fields=["kind", "sort_key", "id"], name="institution_by_kind"),
            models.Index(fields=["country", "sort_key", "id"], name="institution_by_country"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="institution_search"),
        ]
        triggers = [tracked(leave_out=["label", "acronym"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The current official name in the active language, or in one it has."""
        return in_language(self.label)

    @property
    def short_name(self) -> str:
        """The acronym where there is one, otherwise the name."""
        return self.acronym or self.name
