"""Whether a condition of a step can ever be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from core.registries import registries


def wrong_condition(condition: Mapping[str, Sequence[str]], subject_kind: str) -> str:
    """A sentence naming the first fact or value such records never have; "" where all can be."""
    known = (
        registries.approval_subjects[subject_kind].fact_choices if subject_kind in registries.approval_subjects else {}
    )
    for fact, values in condition.items():
        if fact not in known:
            return _("There is no fact “%(fact)s” here. Known: %(known)s.") % {"fact": fact, "known": ", ".join(known)}
        for value in values:
            if value not in known[fact]:
                return _("“%(fact)s” is never “%(value)s”.") % {"fact": fact, "value": value}
    return ""
