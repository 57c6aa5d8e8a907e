"""Subject areas: a tree, such as organised crime → firearms trafficking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from core.languages import in_language, validate_texts
from core.tracking import tracked


class SubjectQuerySet(TreeQuerySet["Subject"]):
    """Questions about subjects."""

    def at_or_below(self, code: str) -> list[int]:
        """The primary keys of the subject with this code and of all below it; none where no subject has it."""
        subject = self.filter(code=code).first()
        return list(subject.descendants(include_self=True).values_list("pk", flat=True)) if subject else []


class Subject(TreeNode):
    """What agreements and activities are about. `sector` is the DAC purpose code IATI uses."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    names = models.JSONField(_("names"), validators=[validate_texts])
    sector = models.CharField(_("DAC sector"), max_length=5, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "code"]
        triggers = [tracked()]

    def __str__(self) -> str:
        return in_language(self.names)
