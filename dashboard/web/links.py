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
from dashboard.figures import PLANNED, ProgrammeFigures, WaitingSide

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


def side_row(side: WaitingSide, office: str) -> dict[str, Any]:
    """One side of the table of waiting steps: a cell for each age class, then the total."""
    key = str(side.institution.uid) if side.institution else OWN_SIDE
    return {
        "name": side.institution.name if side.institution else _("The responsible office"),
        "cells": [
            _cell(_(each.label), side.by_age[each.name], approvals_list(office, institution=key, age=each.name))
            for each in AGE_CLASSES
        ],
        "total": _cell(pgettext("a sum", "All"), side.total, approvals_list(office, institution=key)),
    }


def programme_row(each: ProgrammeFigures, office: str) -> dict[str, Any]:
    """One programme of the table of activities."""
    code = each.programme.code if each.programme else NO_PROGRAMME
    under_way = ActivityState.UNDER_WAY
    done = sum(each.by_state.get(state, 0) for state in DONE)
    return {
        "name": each.programme.name if each.programme else _("No programme"),
        "url": reverse("activities:programme", args=[code]) if each.programme else "",
        "cells": [
            _cell(_("Planned"), each.planned, activities_list(office, planned=True, programme=code)),
            _cell(_("Delayed"), each.delayed, activities_list(office, delayed="true", programme=code)),
            _cell(
                _("Under way"),
                each.by_state.get(under_way, 0),
                activities_list(office, state=under_way.value, programme=code),
            ),
            _cell(_("Delivered"), done, activities_list(office, done=True, programme=code)),
            _cell(pgettext("a sum", "All"), each.total, activities_list(office, programme=code)),
        ],
    }


def _cell(label: str, value: int, url: str) -> dict[str, Any]:
    return {"label": label, "value": value, "url": url if value else ""}


def _address(view: str, office: str, filters: dict[str, Any]) -> str:
    query = urlencode({**filters, **({"office": office} if office else {})}, doseq=True)
    return f"{reverse(view)}?{query}" if query else reverse(view)
