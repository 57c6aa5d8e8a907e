"""What the reader was told about approvals, whether or not the e-mails have gone out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.web.signed_in import SignedInRequest
from approvals.letters import MOST, letters_to, mark_news_read, news_for
from approvals.web.changes import shown_difference
from approvals.web.tabs import tabs_of


@login_required
@require_safe
def news(request: SignedInRequest) -> HttpResponse:
    """Letters about approvals to the reader, newest first. Reading them changes nothing."""
    found = news_for(request.user, now=timezone.now())
    rows = [(each, [shown_difference(change) for change in each.notice.changes]) for each in found]
    context = {
        "tabs": tabs_of(request),
        "rows": rows,
        "new": sum(each.is_new for each in found),
        "newest": found[0].letter.uid if found else "",
        "is_cut": len(found) == MOST,
        "most": MOST,
    }
    return render(request, "approvals/news.html", context)


@login_required
@require_POST
def mark_read(request: SignedInRequest) -> HttpResponse:
    """The reader has read all that the page showed: what was written since stays new."""
    try:
        newest = uuid.UUID(request.POST.get("newest", ""))
    except ValueError:
        raise Http404 from None
    now = timezone.now()
    mark_news_read(request.user, now=now, up_to=get_object_or_404(letters_to(request.user, now=now), uid=newest))
    messages.success(request, _("All news is marked as read."))
    return redirect("approvals:news")
