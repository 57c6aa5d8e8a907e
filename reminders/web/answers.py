"""One reminder, and what its reader answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from core.web.domain_errors import attempt
from core.web.forms import DayInput
from core.web.words import day
from reminders.actions import acknowledge, snooze, stop
from reminders.actions.answers import LONGEST_REASON
from reminders.queries import answers_to, items_of, reminder_for

A_WEEK = dt.timedelta(days=7)


class SnoozeForm(forms.Form):
    """Until when."""

    until = forms.DateField(
        label=gettext_lazy("Remind me again on"),
        widget=DayInput,
        help_text=gettext_lazy("Nothing comes before that day. At most 90 days away."),
    )


class StopForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why you need no more reminders of this"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the history. Others are reminded all the same."),
    )


@login_required
@require_safe
def reminder(request: SignedInRequest, uid: Any) -> HttpResponse:
    """What must be done, and the answers there are."""
    return _page(request, uid)


@login_required
@require_POST
def acknowledge_reminder(request: SignedInRequest, uid: Any) -> HttpResponse:
    """Seen."""
    acknowledge(by=Actor.for_request(request), uid=uid)
    messages.success(request, _("Acknowledged. The next reminder of it still comes."))
    return redirect("reminders:list")


@login_required
@require_POST
def snooze_reminder(request: SignedInRequest, uid: Any) -> HttpResponse:
    """Not before a day."""
    form = SnoozeForm(request.POST)
    tried = attempt(form, lambda: snooze(by=Actor.for_request(request), uid=uid, until=form.cleaned_data["until"]))
    if not tried.succeeded:
        return _page(request, uid, snooze_form=form, status=tried.status)
    messages.success(request, _("You will be reminded again on %(day)s.") % {"day": day(form.cleaned_data["until"])})
    return redirect("reminders:list")


@login_required
@require_POST
def stop_reminder(request: SignedInRequest, uid: Any) -> HttpResponse:
    """No more of this."""
    form = StopForm(request.POST)
    tried = attempt(form, lambda: stop(by=Actor.for_request(request), uid=uid, reason=form.cleaned_data["reason"]))
    if not tried.succeeded:
        return _page(request, uid, stop_form=form, status=tried.status)
    messages.success(request, _("Stopped: no more reminders of this to you, unless its date is moved."))
    return redirect("reminders:list")


def _page(request: SignedInRequest, uid: Any, *, status: int = 200, **forms_given: forms.Form) -> HttpResponse:
    own = reminder_for(request.user, uid)
    if own is None:
        raise Http404
    context = {
        "item": items_of([own], request.user)[0],
        "answer": answers_to([own], request.user).get(own.pk),
        "is_open": own.is_open,
        "today": timezone.localdate(),
        "snooze_form": SnoozeForm(initial={"until": timezone.localdate() + A_WEEK}),
        "stop_form": StopForm(),
        **forms_given,
    }
    return render(request, "reminders/reminder.html", context, status=status)
