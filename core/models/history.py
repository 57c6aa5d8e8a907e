"""The history: what every change changed, written by database triggers and by nothing else."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tracking import append_only


class HistoryEntry(models.Model):
    """One change of one row. Entries of a row form a chain: each hash covers the one before.

    `before` and `after` hold only what changed (for a new or deleted row: all of it). `root_table` and
    `root_id` name the record the row belongs to, so that a record's page reads one index.
    """

    class Operation(models.TextChoices):
        INSERT = "insert", _("created")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("removed")

    at = models.DateTimeField(_("when"))
    root_table = models.CharField(max_length=63)
    root_id = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    operation = models.CharField(_("operation"), max_length=6, choices=Operation)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    actor_name = models.CharField(_("who"), max_length=150)
    source = models.CharField(_("through"), max_length=20)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        constraints = [
            models.UniqueConstraint(fields=["table_name", "row_id", "sequence"], name="history_one_chain_per_row"),
        ]
        indexes = [models.Index(fields=["root_table", "root_id", "-id"], name="history_of_record")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"


class HistoryAnchor(models.Model):
    """A seal over every entry up to `last_entry`: a later change or loss of any of them no longer fits it."""

    at = models.DateTimeField()
    last_entry = models.BigIntegerField()
    entries = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("history anchor")
        verbose_name_plural = _("history anchors")
        triggers = append_only()

    def __str__(self) -> str:
        return f"anchor at entry {self.last_entry}"
