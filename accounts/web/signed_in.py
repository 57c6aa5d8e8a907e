"""The request of a page that only signed-in people reach."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given, for type checking: its user is a person.

    `htmx` is true where a part of a page is asked for.
    """

    user: User
    htmx: HtmxDetails
