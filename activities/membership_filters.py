"""Filters and orders of the list of memberships."""

from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_filters import CharFilter, UUIDFilter

from activities.models import Membership
from core.filters import AnyOfFilter, RegisterFilterSet
from core.listing import Order

MEMBERSHIP_ORDERS = (
    Order("registered", _("First registered first"), ("id",)),
    Order("-registered", _("Last registered first"), ("-id",)),
)


class MembershipFilter(RegisterFilterSet):
    """Narrows a list of memberships."""

    body = UUIDFilter(label=_("Body"), field_name="body__uid")
    member = UUIDFilter(label=_("Member institution"), field_name="member__uid")
    country = AnyOfFilter(label=_("Member country"), choices=lambda: list(countries), field_name="member_country")
    role = AnyOfFilter(label=_("Role"), choices=Membership._meta.get_field("role").choices)
    state = AnyOfFilter(label=_("State"), choices=Membership._meta.get_field("state").choices)
    office = CharFilter(label=_("Responsible office"), field_name="office__code")

    class Meta:
        model = Membership
        fields: list[str] = []
