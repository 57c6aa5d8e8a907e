"""Which e-mails a person gets."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from reminders.actions import subscribe, unsubscribe
from reminders.models import ReminderPolicy
from reminders.queries import mail_policies


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: SignedInRequest) -> HttpResponse:
    """List the kinds of e-mails; a POST turns one on or off."""
    if request.method != "POST":
        return render(request, "reminders/choices.html", {"policies": mail_policies(request.user)})
    policy = get_object_or_404(ReminderPolicy, pk=_number(request.POST.get("policy", "")), is_active=True)
    act = subscribe if request.POST.get("wanted") == "yes" else unsubscribe
    act(by=Actor.for_request(request), user=request.user, policy=policy)
    messages.success(request, _("Your choice is kept."))
    return redirect("reminders:choices")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
