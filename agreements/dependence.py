"""Which agreements the law joins: one that waits for another's entry into force, one that another supersedes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

# Supersession ends an agreement and moves no entry into force; so only waiting is followed from one to the next.
_DEPENDENCE = """
    WITH RECURSIVE waiting(pk) AS (
        SELECT id FROM agreements_agreement WHERE id = ANY(%(of)s)
        UNION
        SELECT clause.agreement_id
          FROM waiting
          JOIN agreements_agreement AS awaited ON awaited.id = waiting.pk
          JOIN agreements_clause AS clause ON clause.parameters ->> 'not_before_agreement' = awaited.reference
         WHERE clause.recorded_until IS NULL AND clause.parameters ? 'not_before_agreement'
    ), dependants(pk) AS (
        SELECT pk FROM waiting
        UNION
        SELECT relation.other_id
          FROM waiting
          JOIN agreements_relation AS relation ON relation.agreement_id = waiting.pk AND relation.kind = 'supersedes'
    ), needed(pk) AS (
        (SELECT pk FROM dependants
         UNION
         SELECT relation.agreement_id
           FROM dependants
           JOIN agreements_relation AS relation ON relation.other_id = dependants.pk AND relation.kind = 'supersedes')
        UNION
        SELECT awaited.id
          FROM needed
          JOIN agreements_clause AS clause ON clause.agreement_id = needed.pk
          JOIN agreements_agreement AS awaited ON awaited.reference = clause.parameters ->> 'not_before_agreement'
         WHERE clause.recorded_until IS NULL AND clause.parameters ? 'not_before_agreement'
    )
    SELECT needed.pk, needed.pk IN (SELECT pk FROM dependants) FROM needed
"""


@dataclass(frozen=True)
class Dependence:
    """`dependants`: the agreements asked about and all that rest on them. `needed`: these, and all they rest on."""

    dependants: frozenset[int]
    needed: frozenset[int]


def dependence_of(pks: Collection[int]) -> Dependence:
    """What rests on these agreements, and what that rests on in turn; safe where conditions run in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(_DEPENDENCE, {"of": sorted(pks)})
        rows: list[tuple[int, bool]] = cursor.fetchall()
    return Dependence(
        dependants=frozenset(pk for pk, is_dependant in rows if is_dependant), needed=frozenset(pk for pk, _is in rows)
    )
