"""Reads over several models."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Prefetch, QuerySet

from accounts.visibility import Viewer
from core.history import Root
from core.text import fold
from institutions.models import Contact, Institution, InstitutionName

# Above the institution up to the top, and below it as far as a page shows; a circle, which no action makes, ends.
_FAMILY = """
    WITH RECURSIVE above(id, path) AS (
        SELECT parent_id, ARRAY[id] FROM institutions_institution WHERE id = %(id)s
        UNION ALL
        SELECT i.parent_id, a.path || i.id
          FROM above a JOIN institutions_institution i ON i.id = a.id WHERE NOT i.id = ANY(a.path)
    ), below(id, depth, path) AS (
        SELECT id, 0, ARRAY[sort_key::text] FROM institutions_institution WHERE id = %(id)s
        UNION ALL
        SELECT i.id, b.depth + 1, b.path || i.sort_key::text
          FROM below b JOIN institutions_institution i ON i.parent_id = b.id WHERE b.depth < %(deepest)s
    )
    SELECT id, -cardinality(path), ARRAY[]::text[] FROM above WHERE id IS NOT NULL
    UNION ALL (SELECT id, depth, path FROM below ORDER BY path LIMIT %(most)s)
"""
DEEPEST = 3
_LATEST_FIRST = (F("valid_until").desc(nulls_first=True), F("valid_from").desc(nulls_last=True), F("id").asc())
MOST_OF_FAMILY = 200


@dataclass(frozen=True)
class Relative:
    """An institution in the family of another (`is_self`: that one); `depth` counts from the top of the tree."""

    institution: Institution
    depth: int
    is_self: bool


def institution_page(user: Viewer) -> QuerySet[Institution]:
    """Institutions with all that their page shows of them, in a fixed number of queries."""
    return (
        Institution.objects.visible_to(user)
        .select_related("parent")
        .prefetch_related(
            Prefetch("names", InstitutionName.objects.order_by(*_LATEST_FIRST)),
            Prefetch("contacts", Contact.objects.select_related("details").order_by("role", "id")),
            "identifiers",
        )
    )


def family_of(institution: Institution, user: Viewer) -> list[Relative]:
    """The institutions it is part of, from the top, itself, and what is part of it: in the order a tree is read."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, {"id": institution.pk, "deepest": DEEPEST, "most": MOST_OF_FAMILY})
        found = cursor.fetchall()
    known = Institution.objects.visible_to(user).in_bulk([pk for pk, _level, _path in found])
    top = min(level for _pk, level, _path in found)
    placed = sorted(found, key=lambda row: (min(row[1], 0), row[2]))
    return [
        Relative(known[pk], depth=level - top, is_self=pk == institution.pk)
        for pk, level, _path in placed
        if pk in known
    ]


def matching_names(institutions: Sequence[Institution], words: str) -> dict[int, list[str]]:
    """For rows of a search: the names, by institution id, by which each was found where its label does not tell."""
    wanted = fold(words).split()
    if not wanted or not institutions:
        return {}
    told = {each.pk: fold(f"{each.name} {each.acronym}") for each in institutions}
    found: dict[int, list[str]] = {}
    for name in InstitutionName.objects.filter(institution__in=institutions).order_by("id"):
        text = fold(name.text)
        if any(word in text and word not in told[name.institution_id] for word in wanted):
            found.setdefault(name.institution_id, []).append(name.text)
    return found


def names_by_uid(uids: Iterable[str]) -> dict[str, str]:
    """What to call institutions known by uid, such as those a filter names; what is no uid has no name."""
    rows = Institution.objects.filter(uid__in=[uid for uid in uids if _is_uid(uid)]).order_by("id")
    return {str(row.uid): row.name for row in rows}


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def history_roots(institution: Institution) -> list[Root]:
    """The records whose history is the institution's."""
    return [(Institution._meta.db_table, institution.pk)]
