"""Institutions that may be one and the same: asked of the search keys, so that nothing needs to be kept up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.visibility import Viewer
from institutions.models import Institution

MOST = 200
# Names are folded in the key: lower case, no accents, single spaces, one a line. Two bodies of the same acronym are
# not yet alike: police forces of many countries share theirs.
_ALIKE = """
    SELECT key, array_agg(DISTINCT id ORDER BY id)
      FROM institutions_institution, unnest(string_to_array(search_key, E'\\n')) AS key
     WHERE key <> '' AND key <> lower(acronym)
     GROUP BY key HAVING count(DISTINCT id) > 1
     ORDER BY key LIMIT %s
"""


@dataclass(frozen=True)
class LookAlikes:
    """Institutions that share a name but for case, accents and spaces (`name`, folded)."""

    name: str
    institutions: Sequence[Institution]


def look_alikes(user: Viewer) -> list[LookAlikes]:
    """The first `MOST` groups of institutions that share a name, of whatever type but acronyms."""
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [MOST])
        found = cursor.fetchall()
    known = Institution.objects.visible_to(user).in_bulk({pk for _key, pks in found for pk in pks})
    groups = [LookAlikes(key, [known[pk] for pk in pks if pk in known]) for key, pks in found]
    return [group for group in groups if len(group.institutions) > 1]
