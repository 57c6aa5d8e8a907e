"""How institutions are found: by every name, acronym, alias and identifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.visibility import Viewer
from core.search.sources import Found, SearchSource
from institutions.models import Institution


def _visible(user: Viewer) -> QuerySet[Institution, int]:
    return Institution.objects.visible_to(user).order_by().values_list("pk", flat=True)


def _describe(ids: Sequence[int], user: Viewer) -> Mapping[int, Found]:
    return {each.pk: _found(each) for each in Institution.objects.visible_to(user).filter(pk__in=ids)}


def _found(each: Institution) -> Found:
    named_apart = each.acronym and each.acronym != each.name
    return Found(
        key=str(each.uid),
        reference="",
        title=f"{each.name} ({each.acronym})" if named_apart else each.name,
        path=reverse("institutions:detail", args=[each.uid]),
        resource=f"institutions/{each.uid}/",
        about=(each.get_kind_display(), *([each.country.name] if each.country else [])),  # type: ignore[attr-defined]
    )


INSTITUTIONS = SearchSource(
    name="institution",
    table=Institution._meta.db_table,
    singular=gettext_lazy("Institution"),
    label=gettext_lazy("Institutions"),
    visible=_visible,
    describe=_describe,
    list_view="institutions:list",
    lends_names=True,
)
