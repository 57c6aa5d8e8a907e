"""The link in e-mails: unsubscribe without logging in (RFC 8058). Opening it changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.actors import Actor, Source
from reminders.actions import subscribe, unsubscribe
from reminders.delivery.tickets import read_ticket
from reminders.models import ReminderPolicy


@csrf_exempt  # mail programs POST here by themselves; the ticket in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_by_link(request: HttpRequest, ticket: str) -> HttpResponse:
    """GET asks; POST unsubscribes, or subscribes again where `undo` is sent."""
    found = read_ticket(ticket)
    if found is None:
        raise Http404
    reader = get_object_or_404(User, pk=found.user_id, is_active=True)
    policy = get_object_or_404(ReminderPolicy, pk=found.policy_id)
    with translation.override(reader.language):
        state = "asked"
        if request.method == "POST":
            by = Actor(user=reader, name=reader.get_username(), source=Source.WEB, request_id=_request_id(request))
            act, state = (subscribe, "undone") if "undo" in request.POST else (unsubscribe, "done")
            act(by=by, user=reader, policy=policy)
        return render(request, "reminders/unsubscribe.html", {"policy": policy, "state": state})


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "")
