"""Imports: the run, its rows (read from the file once, then worked through), and where each record came from."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Role
from accounts.visibility import Viewer
from agreements.models import Agreement
from core.tracking import tracked
from exchange.models.mappings import Mapping


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Questions about imports."""

    def visible_to(self, user: Viewer) -> ImportRunQuerySet:
        """Who started it; heads and auditors of its office; its officers where nothing in it is restricted."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(started_by=user)
            | Q(office__in=user.offices_with(Role.HEAD, Role.AUDITOR))
            | Q(office__in=user.offices_with(Role.OFFICER), is_confined=False)
        )

    def with_work(self) -> ImportRunQuerySet:
        """Imports a worker has to go on with, the oldest first."""
        return self.filter(state__in=ImportRun.AT_WORK).order_by("id")


class ImportRun(models.Model):
    """One file taken in under one mapping.

    `definition` is the mapping as it was. `cursor` is the last row worked through in the present state: whoever goes
    on after a stop begins behind it. `counts` are the outcomes so far; `report` what is said of the whole.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("Waiting for its mapping")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Being taken in")
        APPLIED = "applied", _("Taken in")
        REFUSED = "refused", _("Refused as a whole")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    class Mode(models.TextChoices):
        PER_ROW = "per_row", _("Row by row: what can be taken in is")
        PER_FILE = "per_file", _("All or nothing: one refused row refuses the file")

    AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    mapping = models.ForeignKey(Mapping, models.SET_NULL, null=True, blank=True, related_name="runs")
    definition = models.JSONField(_("definition"))
    file_name = models.CharField(_("file"), max_length=255)
    file_digest = models.CharField(max_length=64)
    headers = models.JSONField(default=list)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.PER_ROW)
    state = models.CharField(_("state"), max_length=10, choices=State)
    is_confined = models.BooleanField(default=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_name = models.CharField(max_length=150)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_name = models.CharField(max_length=150)
    started_at = models.DateTimeField(_("started"))
    applied_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    cursor = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    seconds = models.FloatField(default=0)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "mapping",
                        "checking", "checked", "applying", "applied", "refused", "undoing", "undone", "discarded"
                    ]
                ),
                name="import_state_is_known",
            ),
            models.CheckConstraint(condition=Q(mode__in=["per_row", "per_file"]), name="import_mode_is_known"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(state__in=["checking", "applying", "undoing"]), name="imports_at_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has to go on with it."""
        return self.state in self.AT_WORK


class ImportRow(models.Model):
    """One row of a file, and what became of it.

    `outcome` is what the check foresees, then what was done. `undo` holds what undoing needs: the prior values and
    the version the record had after the import.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Not looked at yet")
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Unchanged")
        REFUSED = "refused", _("Refused")

    class UndoOutcome(models.TextChoices):
        NONE = "", _("Not undone")
        REMOVED = "removed", _("Removed again")
        RESTORED = "restored", _("Restored")
        KEPT = "kept", _("Kept")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=dict)
    given = models.JSONField(default=list)
    key = models.TextField(blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.PENDING)
    is_warned = models.BooleanField(_("with warnings"), default=False)
    notices = models.JSONField(default=list)
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="+")
    undo = models.JSONField(default=dict)
    undo_outcome = models.CharField(max_length=10, choices=UndoOutcome, blank=True, default="")

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering: ClassVar = ["run", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="row_once_per_import"),
            models.CheckConstraint(
                condition=Q(outcome__in=["pending", "created", "updated", "unchanged", "refused"]),
                name="row_outcome_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["run", "outcome", "number"], name="rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class ImportedRecordQuerySet(models.QuerySet["ImportedRecord"]):
    """Questions about where records came from."""

    def of_rows(self, *, office: Office, namespace: str, keys: Sequence[str]) -> ImportedRecordQuerySet:
        """The records of these identifiers, found by the index of their digests."""
        digests = [hashlib.md5(key.encode(), usedforsecurity=False).hexdigest() for key in keys]
        return self.alias(digest=MD5("key")).filter(
            office=office, namespace=namespace, digest__in=digests, key__in=keys
        )


class ImportedRecord(models.Model):
    """Which agreement a row of a source is: so that importing again finds it. `values` is what the source said last."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    namespace = models.CharField(_("source"), max_length=60)
    key = models.TextField(_("identifier in the source"))
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="imported_from")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")
    values: Any = models.JSONField(default=dict)

    objects = ImportedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        ordering: ClassVar = ["office", "namespace", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint("office", "namespace", MD5("key"), name="source_key_names_one_agreement")
        ]
        triggers: ClassVar = [tracked(root="agreements_agreement", root_id="r.agreement_id")]

    def __str__(self) -> str:
        return f"{self.namespace}: {self.key}"
