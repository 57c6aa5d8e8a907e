"""On whom steps wait, in words: for lists of many of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from approvals.loads import WaitsOn


def say_waits_on(waits_on: WaitsOn, people: Mapping[str, str]) -> str:
    """In words; `people` are the names by user name."""
    if waits_on.act:
        return _("An act to be recorded")
    if waits_on.outside:
        return _("%(body)s (outside the office)") % {"body": waits_on.outside}
    if not waits_on.person:
        return _("Nobody who may decide")
    who = people.get(waits_on.person, waits_on.person)
    if not waits_on.instead_of:
        return who
    return _("%(who)s for %(absent)s, who is away") % {
        "who": who,
        "absent": people.get(waits_on.instead_of, waits_on.instead_of),
    }
