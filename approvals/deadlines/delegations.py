"""Delegations that are about to end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleAssignment
from accounts.visibility import Viewer
from approvals.models import Delegation
from core.registries import DEADLINE_COLUMNS, DeadlineDescription, Proposal, RecordKey


def visible_delegations(user: Viewer) -> QuerySet[Any]:
    """Ids of the delegations a person has given or holds: see `core.registries.Registries`."""
    return _of(user).order_by().values("pk")


class DelegationsEnding:
    """The last day of a delegation, for both people; nobody else is told. Once it is over there is nothing to do.

    It counts under the office it is limited to, else one of those in which the delegator has a role.
    """

    kind = "approval_delegation_end"
    label = _("Delegation about to end")

    def rows(self, *, until: dt.date, today: dt.date, record: RecordKey | None = None) -> QuerySet[Any]:
        """See `core.registries.DeadlineSource`."""
        if record is not None:
            return Delegation.objects.none()
        standing = Delegation.objects.filter(revoked_at=None, last_day__lte=until, last_day__gte=today)
        offices = RoleAssignment.objects.filter(user=OuterRef("delegator")).order_by("office").values("office")[:1]
        of_office = standing.order_by().annotate(
            of_office=Coalesce(F("office"), Subquery(offices), output_field=BigIntegerField())
        )
        given, held = (_rows(of_office, person) for person in ("delegator_id", "delegate_id"))
        return given.union(held, all=True)

    def describe(self, item_ids: Iterable[int], user: Viewer) -> dict[int, DeadlineDescription]:
        """See `core.registries.DeadlineSource`."""
        rows = _of(user).filter(pk__in=list(item_ids)).select_related("delegator", "delegate")
        return {each.pk: _description(each, user) for each in rows}

    def foresee(self, proposal: Proposal) -> list[dt.date]:
        """See `core.registries.DeadlineSource`. No change of a record moves it."""
        return []


def _rows(delegations: QuerySet[Delegation], person: str) -> QuerySet[Any, Any]:
    named = delegations.annotate(
        item_id=F("pk"),
        record_type=Value("delegation"),
        record_id=F("pk"),
        due_on=F("last_day"),
        responsible_id=F(person),
        is_confined=Value(True),
    )
    # The model has a column office_id itself, which may be empty.
    columns = [F("of_office") if column == "office_id" else column for column in DEADLINE_COLUMNS]
    return named.values_list(*columns)


def _of(user: Viewer) -> QuerySet[Delegation]:
    if not user.is_authenticated:
        return Delegation.objects.none()
    return Delegation.objects.filter(Q(delegator=user) | Q(delegate=user))


def _description(given: Delegation, user: Viewer) -> DeadlineDescription:
    if given.delegator_id == user.pk:
        what = gettext("Give %(who)s the power to decide in your name again, if they are still to have it.")
        otherwise = gettext("After that day only you decide what is asked of you.")
        name = gettext("Delegation to %(who)s") % {"who": given.delegate}
        return DeadlineDescription(
            "", name, what % {"who": given.delegate}, otherwise, reverse("approvals:substitutes")
        )
    what = gettext("Decide by that day what waits on %(who)s, if you are to decide it in their name.")
    otherwise = gettext("After that day you no longer decide in their name.")
    name = gettext("Delegation from %(who)s") % {"who": given.delegator}
    return DeadlineDescription("", name, what % {"who": given.delegator}, otherwise, reverse("approvals:substitutes"))
