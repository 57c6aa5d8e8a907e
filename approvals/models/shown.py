"""Who sees a record because of its approval."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from approvals.models.subjects import ApprovalSubject


class ShownToDecider(models.Model):
    """A person who sees a subject's record whatever its classification, because of one of its steps.

    They are asked by name; now stand in for somebody who is, by a delegation that covers the step or as deputy; or have
    decided on it, for themselves or in whose name. A view of the database (`approvals/migrations/sql/`), because every
    list, count and search asks it: the database's present moment counts. The same pair may come several times.
    """

    pk = models.CompositePrimaryKey("subject_id", "user_id")
    subject = models.ForeignKey(ApprovalSubject, models.DO_NOTHING, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "approvals_shown_to_decider"
        default_permissions = ()
