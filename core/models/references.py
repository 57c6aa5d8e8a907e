"""Counters behind reference numbers."""

from django.db import models


class ReferenceCounter(models.Model):
    """The last number given in a series, such as "DEMO-WA-2026". Numbers are never given twice."""

    series = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)
