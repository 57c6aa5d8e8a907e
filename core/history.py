"""Read the history, seal it, and verify that nobody altered it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from core.models import HistoryEntry

Root = tuple[str, int]

_BROKEN_LINK = """
    SELECT id, table_name, row_id, sequence FROM (
        SELECT h.id, h.table_name, h.row_id, h.sequence,
               h.hash = core_history_hash(h) AS hash_fits,
               h.sequence = coalesce(lag(h.sequence) OVER chain, 0) + 1 AS none_missing,
               h.previous_hash = coalesce(lag(h.hash) OVER chain, '\\x'::bytea) AS link_fits
          FROM core_historyentry AS h
        WINDOW chain AS (PARTITION BY h.table_name, h.row_id ORDER BY h.sequence)
    ) AS links
    WHERE NOT (hash_fits AND none_missing AND link_fits)
    ORDER BY id LIMIT 1
"""
_SEAL = """
    INSERT INTO core_historyanchor (at, last_entry, entries, digest)
    SELECT clock_timestamp(), max(h.id), count(*), sha256(%(previous)s || string_agg(h.hash, ''::bytea ORDER BY h.id))
      FROM core_historyentry AS h WHERE h.id > %(after)s
    HAVING count(*) > 0
"""
_RESEAL = """
    SELECT count(*), sha256(%(previous)s || coalesce(string_agg(h.hash, ''::bytea ORDER BY h.id), ''::bytea))
      FROM core_historyentry AS h WHERE h.id > %(after)s AND h.id <= %(last)s
"""
_ANCHORS = "SELECT id, last_entry, entries, digest FROM core_historyanchor ORDER BY id"


def history_of(roots: Iterable[Root]) -> QuerySet[HistoryEntry]:
    """Entries of the records named by (table, id), newest first. The caller has checked who may see them."""
    of_records = Q(pk__in=[])
    for table, pk in roots:
        of_records |= Q(root_table=table, root_id=pk)
    return HistoryEntry.objects.filter(of_records).select_related("actor").order_by("-id")


def anchor_chains() -> bool:
    """Seal all entries since the last anchor; False when there are none.

    The short lock lets writers under way finish first, so no entry can appear later below the seal.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("LOCK TABLE core_historyanchor IN EXCLUSIVE MODE")
        cursor.execute("LOCK TABLE core_historyentry IN SHARE MODE")
        cursor.execute(f"{_ANCHORS} DESC LIMIT 1")
        last = cursor.fetchone()
        cursor.execute(_SEAL, {"previous": last[3] if last else b"", "after": last[1] if last else 0})
        return bool(cursor.rowcount)


@dataclass(frozen=True)
class Verification:
    """What `verify` found: the number of entries read and, if a link is broken, which."""

    entries: int
    anchors: int
    fault: str = ""


def verify() -> Verification:
    """Recompute every hash and every anchor, in the database, and name the first that does not fit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_historyentry")
        entries: int = cursor.fetchone()[0]
        cursor.execute(_BROKEN_LINK)
        broken = cursor.fetchone()
        cursor.execute(_ANCHORS)
        anchors = cursor.fetchall()
        if broken:
            entry, table, row, sequence = broken
            fault = f"entry {entry} (change {sequence} of {table} {row}) does not fit its chain"
        else:
            fault = _broken_anchor(cursor, anchors)
    return Verification(entries=entries, anchors=len(anchors), fault=fault)


def _broken_anchor(cursor: object, anchors: list[tuple[int, int, int, bytes]]) -> str:
    after, previous = 0, b""
    for anchor, last, count, digest in anchors:
        cursor.execute(_RESEAL, {"previous": previous, "after": after, "last": last})  # type: ignore[attr-defined]
        found, recomputed = cursor.fetchone()  # type: ignore[attr-defined]
        if (found, bytes(recomputed)) != (count, bytes(digest)):
            return f"entries {after + 1} to {last} are no longer those sealed by anchor {anchor}"
        after, previous = last, bytes(digest)
    return ""
