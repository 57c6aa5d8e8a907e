"""The request of a page that only signed-in people reach."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given, for type checking: its user is a person. See django-htmx for `htmx`."""

    user: User
    htmx: HtmxDetails
