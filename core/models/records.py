"""What every record of the register has."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A record that people change: `uid` names it to the outside, `version` guards against lost updates.

    `version` and `updated_at` are set by `core.locking.store`, never by `save()`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A fact that says where it is from: the document, its very words, and a note on them."""

    source = models.CharField(_("source"), max_length=500, blank=True)
    source_quote = models.TextField(_("quoted words"), blank=True)
    source_note = models.CharField(_("note on the source"), max_length=300, blank=True)

    class Meta:
        abstract = True
