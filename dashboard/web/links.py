"""From a figure to the list it counts: the addresses, and the rows of the dashboard's tables."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.filters import NO_PROGRAMME
from activities.states import ActivityState
from approvals.ages import AGE_CLASSES
from approvals.filters import OWN_SIDE
from dashboard.figures import PLANNED, Figures, ProgrammeFigures, WaitingSide

DONE = (ActivityState.DELIVERED, ActivityState.CLOSED)


def agreements_list(office: str, **filters: str) -> str:
    """The list of agreements, of one office where one is given (its code)."""
    return _address("agreements:list", office, filters)


def approvals_list(office: str, **filters: str) -> str:
    """The list of waiting approval steps."""
    return _address("approvals:list", office, filters)


def activities_list(office: str, *, planned: bool = False, done: bool = False, **filters: Any) -> str:
    """The list of activities; `planned` stands for every state before the beginning, `done` for those after the end."""
    states = [state.value for state in PLANNED] * planned + [state.value for state in DONE] * done
    return _address("activities:list", office, {**filters, **({"state": states} if states else {})})


def waiting_rows(shown: Figures, office: str) -> list[dict[str, Any]]:
    """The table of waiting steps: a row for each side, with a cell for each age class and the sum; all of them last."""
    rows = [_side(side, office) for side in shown.waiting]
    everything = {"name": _all(), "cells": _ages(shown.waiting_by_age, shown.steps_waiting, office)}
    return [*rows, everything] if len(rows) > 1 else rows


def programme_rows(shown: Figures, office: str) -> list[dict[str, Any]]:
    """The table of activities: a row for each programme, then for those of none; all of them last."""
    rows = [_programme(each, office) for each in shown.programmes]
    everything = {"name": _all(), "cells": _states(shown.by_state, shown.delayed, office)}
    return [*rows, everything] if len(rows) > 1 else rows


def _all() -> str:
    return pgettext("a sum", "All")


def _side(side: WaitingSide, office: str) -> dict[str, Any]:
    if side.institution is None:
        cells = _ages(side.by_age, side.total, office, institution=OWN_SIDE)
        return {"name": _("The responsible office"), "cells": cells}
    return {
        "name": side.institution.name,
        "url": reverse("institutions:detail", args=[side.institution.uid]),
        "cells": _ages(side.by_age, side.total, office, institution=str(side.institution.uid)),
    }


def _ages(by_age: dict[str, int], total: int, office: str, **filters: Any) -> list[dict[str, Any]]:
    ages = [
        _cell(_(each.label), by_age[each.name], approvals_list(office, **filters, age=each.name))
        for each in AGE_CLASSES
    ]
    return [*ages, _cell(_all(), total, approvals_list(office, **filters))]


def _programme(each: ProgrammeFigures, office: str) -> dict[str, Any]:
    if each.programme is None:
        cells = _states(each.by_state, each.delayed, office, programme=NO_PROGRAMME)
        return {"name": _("No programme"), "cells": cells}
    code = each.programme.code
    cells = _states(each.by_state, each.delayed, office, programme=code)
    return {"name": each.programme.name, "url": reverse("activities:programme", args=[code]), "cells": cells}


def _states(by_state: dict[str, int], delayed: int, office: str, **filters: Any) -> list[dict[str, Any]]:
    def those(*states: ActivityState) -> int:
        return sum(by_state.get(state, 0) for state in states)

    begun = ActivityState.UNDER_WAY
    return [
        _cell(_("Planned"), those(*PLANNED), activities_list(office, planned=True, **filters)),
        _cell(_("Delayed"), delayed, activities_list(office, delayed="true", **filters)),
        _cell(_("Under way"), those(begun), activities_list(office, state=begun.value, **filters)),
        _cell(_("Delivered"), those(*DONE), activities_list(office, done=True, **filters)),
        _cell(_all(), those(*ActivityState), activities_list(office, **filters)),
    ]


def _cell(label: str, value: int, url: str) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url if value else ""}


def _address(view: str, office: str, filters: dict[str, Any]) -> str:
    query = urlencode({**filters, **({"office": office} if office else {})}, doseq=True)
    return f"{reverse(view)}?{query}" if query else reverse(view)
