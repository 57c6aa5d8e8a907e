"""Which routes are proposed for a side of a record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from approvals.models import ApprovalSubject, RouteTemplate, TemplateStep
from approvals.routes import Side, closeness, fits
from core.registries import registries
from core.text import fold
from institutions.models import Institution


def side_of(subject: ApprovalSubject, institution: Institution | None) -> Side:
    """One side of a record as it stands (None: the responsible office's own), as templates ask for it."""
    facts = registries.approval_subjects[subject.kind].matter(subject.pk).facts
    return Side(
        record_kind=facts["kind"],
        institution_kind=institution.kind if institution else "",
        country=str(institution.country) if institution else "",
        office=subject.office_id,
    )


def templates_for(side: Side, *, subject_kind: str) -> list[RouteTemplate]:
    """The templates in use that are meant for the side, the most specific first. Each comes with its steps."""
    return _closest_first(each for each in _in_use(subject_kind) if fits(each.fit, side))


def other_templates(side: Side, *, subject_kind: str) -> list[RouteTemplate]:
    """The templates in use of that kind of record that are meant for other sides but can be chosen too."""
    return _closest_first(
        each for each in _in_use(subject_kind) if not fits(each.fit, side) and (each.office_id in (None, side.office))
    )


def _in_use(subject_kind: str) -> Iterable[RouteTemplate]:
    steps = Prefetch("steps", TemplateStep.objects.select_related("body").order_by("group", "id"))
    return (
        RouteTemplate.objects.filter(is_active=True, subject_kind=subject_kind).order_by("code").prefetch_related(steps)
    )


def _closest_first(templates: Iterable[RouteTemplate]) -> list[RouteTemplate]:
    return sorted(templates, key=lambda each: (-closeness(each.fit), fold(str(each)), each.pk))
