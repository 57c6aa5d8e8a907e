"""Making the entries again from the records, and telling what had been wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

CHUNK = 1000
_WORDS = """
    WITH there AS MATERIALIZED (
        SELECT DISTINCT w FROM core_searchentry, regexp_split_to_table(core_search_plain(called), ' ') AS w
         WHERE length(w) BETWEEN 4 AND 40 AND w !~ '[0-9]'
    ), gone AS (
        DELETE FROM core_searchword k
         WHERE NOT EXISTS (SELECT 1 FROM there t WHERE t.w = k.word)
            OR EXISTS (SELECT 1 FROM core_searchword s WHERE s.word = k.word AND s.id < k.id)
        RETURNING 1
    ), come AS (
        INSERT INTO core_searchword (word)
        SELECT w FROM there t WHERE NOT EXISTS (SELECT 1 FROM core_searchword k WHERE k.word = t.w) RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM come)
"""


@dataclass(frozen=True)
class Rebuilt:
    """A stretch of the work done: `done` of `total` ids of a source, `different` entries among them mended."""

    source: str
    done: int
    total: int
    different: int


def rebuild(tables: dict[str, str]) -> Iterator[Rebuilt]:
    """Make every entry again, a thousand records in a transaction. `tables` has the table of each source."""
    for source, table in tables.items():
        ids = _ids_of(source, table)
        for start in range(0, max(len(ids), 1), CHUNK):
            chunk = ids[start : start + CHUNK]
            yield Rebuilt(source, start + len(chunk), len(ids), _refresh(source, chunk))


def rebuild_words() -> int:
    """Leave each word once and drop those that are gone; how many were touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WORDS)
        return int(cursor.fetchone()[0])


def differing_entries(source: str, table: str) -> int:
    """How many entries of a source are not what its records say, or stand for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT * FROM core_search_entries(%s, %s)) AS f FULL JOIN "
            "(SELECT * FROM core_searchentry WHERE source = %s) AS e ON e.object_id = f.object_id "
            "WHERE (f.reference, f.called, f.vector) IS DISTINCT FROM (e.reference, e.called, e.vector)",
            [source, _ids_of(source, table), source],
        )
        return int(cursor.fetchone()[0])


def _ids_of(source: str, table: str) -> list[int]:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(
            f"SELECT id FROM {name} UNION SELECT object_id FROM core_searchentry WHERE source = %s ORDER BY 1",  # noqa: S608
            [source],
        )
        return [row[0] for row in cursor.fetchall()]


def _refresh(source: str, ids: Sequence[int]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT core_refresh_search(%s, %s)", [source, list(ids)])
        return int(cursor.fetchone()[0])
