"""Which worker and beat processes said lately that they are at work."""

from typing import ClassVar

from django.db import models


class Heartbeat(models.Model):
    """One process of the product outside the web server, and when it last reported, by the database's clock.

    Says how the product runs, not what it records: no part of the history.
    """

    class Kind(models.TextChoices):
        """What the process does. Not shown to people as text."""

        WORKER = "worker"
        BEAT = "beat"

    kind = models.CharField(max_length=16, choices=Kind)
    instance = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "instance"], name="core_heartbeat_one_per_process"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.instance}"
