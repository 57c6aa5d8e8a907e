"""The preferences page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.preferences import set_preferences
from accounts.models import User
from accounts.web.forms import PreferencesForm
from accounts.web.signed_in import SignedInRequest
from core.actors import Actor


@login_required
def preferences(request: SignedInRequest) -> HttpResponse:
    """Show the reader's choices, and take new ones."""
    person = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=person)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.is_bound else 200)
    set_preferences(by=Actor.for_request(request), user=person, **form.cleaned_data)
    with translation.override(person.language):
        messages.success(request, _("Your preferences are saved."))
    return redirect("accounts:preferences")
