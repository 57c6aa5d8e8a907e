"""Subject areas: a tree, such as organised crime → firearms trafficking."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from core.languages import in_language, validate_texts
from core.tracking import tracked


class Subject(TreeNode):
    """What agreements and activities are about. `sector` is the DAC purpose code IATI uses."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    names = models.JSONField(_("names"), validators=[validate_texts])
    sector = models.CharField(_("DAC sector"), max_length=5, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "code"]
        triggers = [tracked()]

    def __str__(self) -> str:
        return in_language(self.names)
