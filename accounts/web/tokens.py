"""The page of a person's own API tokens."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions.tokens import create_token, revoke_token
from accounts.models import ApiToken
from accounts.web.forms import NewTokenForm
from accounts.web.signed_in import SignedInRequest
from core.actors import Actor
from core.errors import NotVisible


@login_required
@never_cache
def tokens(request: SignedInRequest) -> HttpResponse:
    """List the reader's tokens; make one, and show its secret in this one answer."""
    form = NewTokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form=form, status=422 if form.is_bound else 200)
    _token, secret = create_token(
        by=Actor.for_request(request),
        user=request.user,
        name=form.cleaned_data["name"],
        scope=form.cleaned_data["scope"],
        lifetime=form.lifetime,
    )
    return _page(request, form=NewTokenForm(), secret=secret)


@login_required
@require_POST
def revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    """End one of the reader's own tokens."""
    try:
        revoke_token(by=Actor.for_request(request), user=request.user, token_id=token_id)
    except NotVisible as refusal:
        raise Http404(str(refusal)) from refusal
    messages.success(request, _("The token is revoked. Whatever used it is refused from now on."))
    return redirect("accounts:tokens")


def _page(request: SignedInRequest, *, form: NewTokenForm, secret: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.filter(user=request.user),
        "now": timezone.now(),
    }
    return render(request, "accounts/tokens.html", context, status=status)
