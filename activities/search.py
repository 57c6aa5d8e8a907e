"""How activities and programmes are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.visibility import Viewer
from activities.models import Activity, Participant, Programme, ProgrammePartner
from core.search.sources import Found, SearchSource


def _visible(user: Viewer) -> QuerySet[Activity, int]:
    return Activity.objects.visible_to(user).order_by().values_list("pk", flat=True)


def _describe(ids: Sequence[int], user: Viewer) -> Mapping[int, Found]:
    return {each.pk: _found(each) for each in Activity.objects.visible_to(user).filter(pk__in=ids).for_list()}


def _found(each: Activity) -> Found:
    names = dict.fromkeys(participant.institution.short_name for participant in each.participants.all())
    return Found(
        key=each.reference,
        reference=each.reference,
        title=each.title,
        path=reverse("activities:detail", args=[each.reference]),
        resource=f"activities/{each.reference}/",
        about=(each.get_kind_display(), each.get_state_display()),
        beside=" · ".join(names),
    )


def _visible_programmes(user: Viewer) -> QuerySet[Programme, int]:
    return Programme.objects.visible_to(user).order_by().values_list("pk", flat=True)


def _describe_programmes(ids: Sequence[int], user: Viewer) -> Mapping[int, Found]:
    return {each.pk: _found_programme(each) for each in Programme.objects.visible_to(user).filter(pk__in=ids)}


def _found_programme(each: Programme) -> Found:
    return Found(
        key=each.code,
        reference=each.code,
        title=each.name,
        path=reverse("activities:programme", args=[each.code]),
        resource=f"programmes/{each.code}/",
    )


def _linked_programmes(institutions: QuerySet[Any]) -> QuerySet[Any]:
    partners = ProgrammePartner.objects.filter(institution__in=institutions).order_by().values_list("programme")
    return Programme.objects.filter(funder__in=institutions).order_by().values_list("pk").union(partners)


ACTIVITIES = SearchSource(
    name="activity",
    table=Activity._meta.db_table,
    singular=gettext_lazy("Activity"),
    label=gettext_lazy("Activities"),
    visible=_visible,
    describe=_describe,
    list_view="activities:list",
    linked=lambda ids: Participant.objects.filter(institution__in=ids).order_by().values_list("activity"),
)
PROGRAMMES = SearchSource(
    name="programme",
    table=Programme._meta.db_table,
    singular=gettext_lazy("Programme"),
    label=gettext_lazy("Programmes"),
    visible=_visible_programmes,
    describe=_describe_programmes,
    list_view="activities:programmes",
    linked=_linked_programmes,
)
