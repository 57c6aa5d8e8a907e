"""What came before an institution, and what after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.visibility import Viewer
from institutions.kinds import SUCCESSIONS, SuccessionKind
from institutions.models import Institution, Succession

MOST_OF_LINEAGE = 200

# Nearest first; a circle, which no action makes, ends because a succession is met once.
_STEPS = """
    WITH RECURSIVE step(id, {here}, {there}) AS (
        SELECT s.id, s.{here}, s.{there} FROM institutions_succession s WHERE s.{here} = %(start)s
        UNION
        SELECT s.id, s.{here}, s.{there} FROM step JOIN institutions_succession s ON s.{here} = step.{there}
    )
    SELECT id FROM step LIMIT %(most)s
"""
_AFTER = _STEPS.format(here="predecessor_id", there="successor_id")
_BEFORE = _STEPS.format(here="successor_id", there="predecessor_id")


@dataclass(frozen=True)
class Lineage:
    """The successions before and after an institution, nearest first: its own, then those of the others."""

    before: list[Succession]
    after: list[Succession]


@dataclass(frozen=True)
class Link:
    """A succession seen from one of its ends: `institution` is the other end."""

    succession: Succession
    institution: Institution
    is_forward: bool

    @property
    def label(self) -> str:
        """The English words for it as read from this end."""
        words = SUCCESSIONS[SuccessionKind(self.succession.kind)]
        return words.forward if self.is_forward else words.backward


def comes_after(later: Institution, earlier: Institution) -> bool:
    """Whether `later` came after `earlier` over any number of successions."""
    return earlier.pk in {row.predecessor_id for row in lineage_of(later).before}


def lineage_of(institution: Institution) -> Lineage:
    """Everything before and after the institution, in four queries."""
    return Lineage(before=_successions(_BEFORE, institution), after=_successions(_AFTER, institution))


def links_of(institutions: Sequence[Institution], viewer: Viewer, *, forward: bool) -> dict[int, list[Link]]:
    """The institutions that came right after each (`forward`), or right before it: one query for all."""
    here, there = ("predecessor", "successor") if forward else ("successor", "predecessor")
    seen = Institution.objects.visible_to(viewer).order_by().values("pk")
    rows = Succession.objects.filter(**{f"{here}__in": institutions, f"{there}__in": seen})
    found: dict[int, list[Link]] = {each.pk: [] for each in institutions}
    for row in rows.select_related(there).order_by("happened", "id"):
        found[getattr(row, f"{here}_id")].append(Link(row, getattr(row, there), is_forward=forward))
    return found


def _successions(statement: str, institution: Institution) -> list[Succession]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"start": institution.pk, "most": MOST_OF_LINEAGE})
        pks = [pk for (pk,) in cursor.fetchall()]
    known = Succession.objects.select_related("predecessor", "successor").in_bulk(pks)
    return [known[pk] for pk in pks]
