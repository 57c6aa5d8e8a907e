"""What search looks in: derived from the records, and kept true by the database itself."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """What can be found of one record or document: `source` says of which type, `object_id` which one.

    Written by triggers on the tables the texts come from (`core_refresh_search`) and by nothing else. `reference`
    and `called` are folded: lower case without accents; `called` has each title or name in a line of its own.
    """

    source = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    reference = models.CharField(max_length=200, blank=True)
    called = models.TextField(blank=True)
    vector = SearchVectorField()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="search_entry_once")]
        indexes = [GinIndex(fields=["vector"], name="search_entry_words")]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class SearchWord(models.Model):
    """A word of some title or name, folded: what a misspelt word may have meant.

    Two transactions may add the same word; `manage.py rebuild_search` leaves each once and drops what is gone.
    """

    word = models.CharField(max_length=40)

    class Meta:
        verbose_name = "search word"
        verbose_name_plural = "search words"
        indexes = [
            models.Index(fields=["word"], name="search_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word
