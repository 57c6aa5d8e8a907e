"""Search over the whole register: one box, everything that fits, best first."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.web.signed_in import SignedInRequest
from activities.models import Activity
from agreements.models import Agreement
from core.errors import InvalidInput
from core.search.finding import Answer, find
from core.web.addresses import with_changes

ROWS = 20


@dataclass(frozen=True)
class TypeChoice:
    """One type in the facet, as `c-facet` takes it; `count` says "1,000+" where there are more."""

    label: str
    count: str
    url: str
    selected: bool


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What fits the words. A whole reference opens its record at once."""
    asked, kind = request.GET.get("q", "").strip(), request.GET.get("type", "")
    if record := _called(asked, request.user):
        return redirect(record)
    context = {"asked": asked}
    try:
        types, cursor = [kind] if kind else [], request.GET.get("cursor", "")
        answer = find(text=asked, viewer=request.user, types=types, cursor=cursor, limit=ROWS)
    except InvalidInput as failure:
        problems = [sentence for sentences in failure.errors.values() for sentence in sentences]
        return render(request, "dashboard/search.html", context | {"problems": problems}, status=400)
    facets = {
        "answer": answer,
        "types": _types(request, answer, kind),
        "list_path": "".join(each.source.list_path(answer.words) for each in answer.facets if each.source.name == kind),
    }
    return render(request, "dashboard/search.html", context | facets)


def _types(request: HttpRequest, answer: Answer, chosen: str) -> list[TypeChoice]:
    """Each type of which something was found, and the one chosen."""
    return [
        TypeChoice(
            label=str(facet.source.label),
            count=_("%(number)s+") % {"number": f"{facet.count:,}"} if facet.is_capped else str(facet.count),
            url=with_changes(request.GET, {"type": "" if facet.source.name == chosen else facet.source.name}),
            selected=facet.source.name == chosen,
        )
        for facet in answer.facets
        if facet.count or facet.source.name == chosen
    ]


def _called(asked: str, user: User) -> str:
    """The page of the agreement or activity with exactly this reference."""
    if " " in asked or "-" not in asked or "\x00" in asked:
        return ""
    if Agreement.objects.visible_to(user).filter(reference=asked.upper()).exists():
        return reverse("agreements:detail", args=[asked.upper()])
    if Activity.objects.visible_to(user).filter(reference=asked.upper()).exists():
        return reverse("activities:detail", args=[asked.upper()])
    return ""
