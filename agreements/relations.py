"""How agreements relate: who amends or supersedes whom, and the family an agreement belongs to.

Every read is for one person: a relation to an agreement they may not see is left out, and all that is reached only
through it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Min, Q

from accounts.visibility import Viewer
from agreements.models import Agreement, ForcePeriod, Relation
from agreements.relation_kinds import RELATION_LABELS, RelationKind

DIRECTED = tuple(kind.value for kind, words in RELATION_LABELS.items() if words.is_directed)
MOST_OF_FAMILY = 500
DEEPEST_DRAWN = 6

_REACHED = """
    WITH RECURSIVE reached(id) AS (
        SELECT %(start)s::bigint
        UNION
        SELECT r.other_id FROM reached JOIN agreements_relation r ON r.agreement_id = reached.id
         WHERE r.kind = ANY(%(kinds)s)
    )
    SELECT EXISTS (SELECT 1 FROM reached WHERE id = %(goal)s)
"""
# Nearest first, so that a family beyond all measure is cut at its far end.
_KIN = """
    WITH RECURSIVE kin(id) AS (
        SELECT %(start)s::bigint
        UNION
        SELECT CASE WHEN r.agreement_id = kin.id THEN r.other_id ELSE r.agreement_id END
          FROM kin JOIN agreements_relation r ON (r.agreement_id = kin.id OR r.other_id = kin.id)
         WHERE r.kind = ANY(%(kinds)s)
    )
    SELECT id FROM kin LIMIT %(most)s
"""


@dataclass(frozen=True)
class Related:
    """A relation seen from one of its ends: `agreement` is the other end.

    `is_active`: the end it is seen from is the one that amends, supersedes, …. `since`: from when it holds, as the
    relation states it, otherwise the day the relating agreement entered into force; None where neither is known.
    """

    relation: Relation
    agreement: Agreement
    is_active: bool
    since: dt.date | None

    @property
    def kind(self) -> RelationKind:
        """What kind of relation it is."""
        return RelationKind(self.relation.kind)

    @property
    def label(self) -> str:
        """The English words for it as read from this end."""
        words = RELATION_LABELS[self.kind]
        return words.active if self.is_active else words.passive


@dataclass(frozen=True)
class Kin:
    """One agreement of a family: `depth` counts from its top; it stands below `parent` by the relations `by`.

    `also` are relations to further agreements of the family, below which it might stand as well.
    """

    agreement: Agreement
    depth: int
    is_self: bool
    parent: Agreement | None = None
    by: tuple[Relation, ...] = ()
    also: tuple[Relation, ...] = ()

    @property
    def level(self) -> int:
        """How far in a page draws it: the depth, up to `DEEPEST_DRAWN`; the words say the rest."""
        return min(self.depth, DEEPEST_DRAWN)


def reaches(start: Agreement, goal: Agreement) -> bool:
    """Whether `goal` can be come to from `start` over relations that have a direction, whoever may see them."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"start": start.pk, "goal": goal.pk, "kinds": list(DIRECTED)})
        return bool(cursor.fetchone()[0])


def relations_of(agreements: Sequence[Agreement], user: Viewer) -> dict[int, list[Related]]:
    """The relations of each agreement from its own end, first those it has to others: two queries, however many."""
    pks = [each.pk for each in agreements]
    seen = Agreement.objects.visible_to(user).order_by().values("pk")
    rows = list(
        Relation.objects.filter(Q(agreement__in=pks, other__in=seen) | Q(other__in=pks, agreement__in=seen))
        .select_related("agreement", "other")
        .order_by("effective_on", "id")
    )
    entered = _entries_into_force({row.agreement_id for row in rows if row.effective_on is None})
    found: dict[int, list[Related]] = {pk: [] for pk in pks}
    for row in rows:
        since = row.effective_on or entered.get(row.agreement_id)
        if row.agreement_id in found:
            found[row.agreement_id].append(Related(row, row.other, is_active=True, since=since))
        if row.other_id in found:
            found[row.other_id].append(Related(row, row.agreement, is_active=False, since=since))
    order = {kind.value: number for number, kind in enumerate(RelationKind)}
    for related in found.values():
        related.sort(key=lambda each: (not each.is_active, order[each.relation.kind]))
    return found


def family_of(agreement: Agreement, user: Viewer) -> list[Kin]:
    """The agreement's family in the order a tree is read, itself among it, in three queries whatever its size.

    What amends, supersedes, implements, is an annex of or renews another stands below it; each agreement stands once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KIN, {"start": agreement.pk, "kinds": list(DIRECTED), "most": MOST_OF_FAMILY})
        pks = [pk for (pk,) in cursor.fetchall()]
    known = Agreement.objects.visible_to(user).in_bulk(pks)
    rows = Relation.objects.filter(kind__in=DIRECTED, agreement__in=known, other__in=known)
    return _Tree(agreement, known, rows.order_by("kind", "id")).read()


class _Tree:
    """The part of a family that hangs together with `start` over agreements in `known`."""

    def __init__(self, start: Agreement, known: dict[int, Agreement], relations: Iterable[Relation]) -> None:
        self.start, self.known = start, known
        self.above: dict[int, list[Relation]] = defaultdict(list)
        self.below: dict[int, list[Relation]] = defaultdict(list)
        for row in relations:
            self.above[row.agreement_id].append(row)
            self.below[row.other_id].append(row)

    def read(self) -> list[Kin]:
        """Every agreement once, from the tops down."""
        reached = self._reached()
        tops = [pk for pk in reached if not self.above[pk]]
        placed: set[int] = set()
        return [line for top in self._sorted(tops) for line in self._walk(top, placed)]

    def _reached(self) -> set[int]:
        reached, waiting = {self.start.pk}, [self.start.pk]
        while waiting:
            pk = waiting.pop()
            near = {row.other_id for row in self.above[pk]} | {row.agreement_id for row in self.below[pk]}
            waiting += near - reached
            reached |= near
        return reached

    def _sorted(self, pks: Collection[int]) -> list[int]:
        return sorted(set(pks), key=lambda pk: self.known[pk].reference)

    def _walk(self, top: int, placed: set[int]) -> Iterable[Kin]:
        """Depth first, without recursion: a family may be deeper than Python's stack."""
        waiting: list[tuple[int, int, int | None]] = [(top, 0, None)]
        while waiting:
            pk, depth, parent = waiting.pop()
            if pk in placed:
                continue
            placed.add(pk)
            yield self._kin(pk, depth, parent)
            children = self._sorted([row.agreement_id for row in self.below[pk]])
            waiting += [(child, depth + 1, pk) for child in reversed(children)]

    def _kin(self, pk: int, depth: int, parent: int | None) -> Kin:
        rows = self.above[pk]
        for row in rows:
            row.other = self.known[row.other_id]
        return Kin(
            agreement=self.known[pk],
            depth=depth,
            is_self=pk == self.start.pk,
            parent=self.known[parent] if parent else None,
            by=tuple(row for row in rows if row.other_id == parent),
            also=tuple(row for row in rows if row.other_id != parent),
        )


def _entries_into_force(pks: Collection[int]) -> dict[int, dt.date]:
    """The first day on which each agreement as a whole bound its parties, where that is known."""
    if not pks:
        return {}
    periods = ForcePeriod.objects.of_wholes().binding().filter(agreement__in=pks, period__startswith__isnull=False)
    rows = periods.order_by().values_list("agreement_id").annotate(Min("period__startswith"))
    return dict(rows)
