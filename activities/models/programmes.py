"""Programmes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from core.languages import in_language, validate_texts
from core.models import Record, Sourced
from core.search.rows import SearchedQuerySet
from core.tracking import tracked
from institutions.models import Institution


class ProgrammeQuerySet(SearchedQuerySet["Programme"]):
    """Questions about programmes."""

    search_source = "programme"

    def visible_to(self, user: Viewer) -> ProgrammeQuerySet:
        """Programmes are shared by everyone signed in."""
        return self if user.is_authenticated else self.none()

    def for_list(self) -> ProgrammeQuerySet:
        """What a list row shows, in a fixed number of queries."""
        return self.select_related("funder").prefetch_related("partners")


class Programme(Record, Sourced):
    """A programme activities belong to, such as EL PAcCTO. `starts` and `ends` may be just a year."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"), validators=[validate_texts])
    description = models.TextField(_("description"), blank=True)
    funder = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="funded_programmes", verbose_name=_("funder")
    )
    partners = models.ManyToManyField(
        Institution, through="ProgrammePartner", related_name="programmes", verbose_name=_("partner institutions")
    )
    starts = models.CharField(_("begins"), max_length=10, blank=True)
    ends = models.CharField(_("ends"), max_length=10, blank=True)
    search_key = models.TextField(blank=True, editable=False)
    sort_key = models.CharField(max_length=300, blank=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="programme_by_name"),
            models.Index(fields=["-updated_at", "-id"], name="programme_by_change"),
        ]
        triggers = [tracked()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, or in one it has."""
        return in_language(self.names)


class ProgrammePartner(Sourced):
    """An institution the programme works with."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partner_links")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="programme_links")

    class Meta:
        verbose_name = _("partner of a programme")
        ordering = ["programme", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "institution"], name="partner_once_per_programme")]
        triggers = [tracked(root="activities_programme", root_id="r.programme_id")]

    def __str__(self) -> str:
        return str(self.institution)
