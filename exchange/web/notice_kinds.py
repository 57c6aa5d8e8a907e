"""The kinds of remarks an import makes, how many rows have each, and what each is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.act_kinds import ACT_LABELS
from exchange.models import ImportRow, ImportRun

LABELS = {
    "subject_unknown": gettext_lazy("Subject not in the taxonomy"),
    "changed_here": gettext_lazy("Changed here since the last import"),
    "party_has_acts": gettext_lazy("A party with acts is no longer named"),
    "act_gone": gettext_lazy("An act is no longer stated"),
    "party_ambiguous": gettext_lazy("A name of several institutions"),
    "party_unknown": gettext_lazy("Institution not in the register"),
    "party_name_wrong": gettext_lazy("No name of an institution"),
    "parties_missing": gettext_lazy("Fewer than two parties"),
    "party_twice": gettext_lazy("A party named twice"),
    "key_twice": gettext_lazy("Identifier already used in the file"),
    "key_missing": gettext_lazy("No identifier"),
    "title_missing": gettext_lazy("No title"),
    "stage_wrong": gettext_lazy("Stage this kind does not have"),
    "act_of_non_party": gettext_lazy("Act of somebody who is no party"),
    "invalid": gettext_lazy("A value the register does not take"),
    "refused": gettext_lazy("Refused by the rules of the register"),
    "database": gettext_lazy("Refused by the database"),
    "duplicate_reference": gettext_lazy("Outside reference already used"),
    "file_refused": gettext_lazy("Refused because other rows are"),
    "kept_built_on": gettext_lazy("Kept: built on since"),
    "kept_changed": gettext_lazy("Kept: changed since"),
    "row_too_long": gettext_lazy("More cells than columns"),
    "row_too_short": gettext_lazy("Fewer cells than columns"),
    "nul_character": gettext_lazy("A character that cannot be stored"),
    "not_an_object": gettext_lazy("No object with named values"),
    "value_unknown": gettext_lazy("A value the mapping does not translate"),
    "day_unknown": gettext_lazy("The day is not known"),
    "date_unreadable": gettext_lazy("A date that cannot be read"),
    "date_partial": gettext_lazy("Known to the month or year only"),
    "address_unusable": gettext_lazy("No web address"),
    "address_mended": gettext_lazy("Address mended"),
    "only_effect_dated": gettext_lazy("Only the day of effect is given"),
}
_BEFORE = "_before_"
_COUNTS = """
    SELECT said->>'code', count(DISTINCT r.id)
      FROM exchange_importrow AS r, jsonb_array_elements(r.notices) AS said
     WHERE r.run_id = %s AND (%s = '' OR r.outcome = %s OR (%s = 'warned' AND r.is_warned))
     GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class KindOfNotice:
    """One kind of remark and the number of rows that have it."""

    code: str
    label: str
    rows: int


def kinds_of_notices(run: ImportRun, *, outcome: str) -> list[KindOfNotice]:
    """What is said about the rows of this outcome ("" for all), the most frequent first."""
    known = outcome if outcome in (*ImportRow.Outcome.values, "warned") else ""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [run.pk, known, known, known])
        return [KindOfNotice(code, label_of(code), rows) for code, rows in cursor.fetchall()]


def label_of(code: str) -> str:
    """What a kind of remark is called."""
    if _BEFORE in code:
        later, _sep, earlier = code.partition(_BEFORE)
        acts = {str(kind): _(label) for kind, label in ACT_LABELS.items()}
        return _("Out of order: %(later)s before %(earlier)s") % {
            "later": acts.get(later, later),
            "earlier": acts.get(earlier, earlier),
        }
    return str(LABELS.get(code, code))
