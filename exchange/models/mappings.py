"""Saved mappings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from accounts.visibility import Viewer
from core.models import Record
from core.tracking import tracked


class MappingQuerySet(models.QuerySet["Mapping"]):
    """Questions about mappings."""

    def visible_to(self, user: Viewer) -> MappingQuerySet:
        """The mappings of a person's offices, and shared ones for everyone in an office."""
        if not user.is_authenticated:
            return self.none()
        own = Q(office__in=user.offices_with(*Role))
        return self.filter(own | Q(is_shared=True) if user.is_staff_of_any_office else own)


class Mapping(Record):
    """How the columns of one kind of file become agreements: `definition` is described in docs/import.md.

    `office` keeps it; `is_shared` lets other offices use it. What a run used is copied into the run.
    """

    name = models.SlugField(_("name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="mappings", verbose_name=_("office"))
    is_shared = models.BooleanField(_("other offices may use it"), default=False)
    definition = models.JSONField(_("definition"))

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mapping")
        verbose_name_plural = _("mappings")
        ordering: ClassVar = ["name"]
        triggers: ClassVar = [tracked()]

    def __str__(self) -> str:
        return self.title or self.name
