"""The page of a link: a contact outside decides one step, without an account.

The token in the address is the whole authority, so there is nothing another site could misuse and no CSRF token is
asked for: browsers that follow "no-referrer" send none of the headers it needs. A GET changes nothing.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions.attempts import note_look, note_try, wait_before_next
from approvals.actions.links import LinkDead, use_link
from approvals.links import dead_because, link_of
from approvals.models import DecisionLink, LinkAttempt
from approvals.steps import SUBSTANCE_CHANGED
from approvals.web.changes import CaseRead
from approvals.web.outside_forms import LinkForm
from core.actors import Actor, Source
from core.registries import registries
from core.web.domain_errors import attempt
from core.web.networks import network_of

Result = LinkAttempt.Result
Page = Callable[[HttpRequest, str], HttpResponse]
_HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_MENDED_BY = {"comment_missing": "comment", "conditions_missing": "outcome"}


def _unlisted(page: Page) -> Page:
    @functools.wraps(page)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        response = page(request, token)
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_unlisted
def decide_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, and the form; a POST records the decision, once."""
    link = link_of(token)
    if link is None:
        return _unknown(request)
    with _speaking_to(link, request) as language:
        response = _decide(request, link) if request.method == "POST" else _look(request, link)
        response["Content-Language"] = language
        return response


@require_safe
@_unlisted
def decided_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the contact reads once their decision is recorded."""
    link = link_of(token)
    if link is None:
        return _unknown(request)
    if link.decision is None:
        return redirect("approvals:public", token=token)
    with _speaking_to(link, request) as language:
        response = render(request, "approvals/public_done.html", _context(link))
        response["Content-Language"] = language
        return response


def _look(request: HttpRequest, link: DecisionLink) -> HttpResponse:
    by = _actor(request)
    dead = dead_because(link, at=by.at)
    note_look(by=by, link=link, result=dead or Result.OPENED, network=network_of(request))
    return _dead(request, link, dead) if dead else _show(request, link, _form(link))


def _decide(request: HttpRequest, link: DecisionLink) -> HttpResponse:
    by, network = _actor(request), network_of(request)
    wait = wait_before_next(at=by.at, link=link, network=network)
    if wait:
        note_try(by=by, link=link, result=Result.LIMITED, network=network)
        return _limited(request, wait.total_seconds())
    if dead := dead_because(link, at=by.at):
        return _dead_for(request, link, dead, by=by)
    form = _form(link, request.POST, request.FILES)
    if form.asks_for_row:
        return _show(request, link, form.with_another_row())
    try:
        outcome = attempt(form, lambda: use_link(by=by, link=link, network=network, **form.decision), fields=_MENDED_BY)
    except LinkDead as fault:
        return _dead_for(request, _again(request, link), fault.result, by=by)
    if outcome.succeeded:
        return redirect(f"{request.path}done/{_query(request)}")
    now = _again(request, link)
    if dead := dead_because(now, at=by.at):
        return _dead_for(request, now, dead, by=by)
    has_changed = form.has_error(NON_FIELD_ERRORS, SUBSTANCE_CHANGED.code)
    note_try(by=by, link=link, result=Result.CHANGED if has_changed else Result.REFUSED, network=network)
    return _changed(request, now) if has_changed else _show(request, now, form, status=outcome.status)


def _changed(request: HttpRequest, link: DecisionLink) -> HttpResponse:
    """The form with what was typed, above it what has changed: the decision sent next builds on that."""
    snapshot = link.step.case.snapshot
    data = request.POST.copy()
    data["substance"] = snapshot.sha256 if snapshot else ""
    form = _form(link, data, request.FILES)
    form.is_silent = True
    read = CaseRead(link.step, viewer=AnonymousUser(), read=request.POST.get("substance", ""))  # type: ignore[arg-type]
    return _show(request, link, form, status=HTTPStatus.CONFLICT, changed={"read": {"changes": read.changes}})


def _show(request: HttpRequest, link: DecisionLink, form: LinkForm, *, status: int = 200, **more: Any) -> HttpResponse:
    approved = CaseRead(link.step, viewer=AnonymousUser()).approved  # type: ignore[arg-type]
    context = {**_context(link), "form": form, "approved": approved, **more}
    return render(request, "approvals/public_decide.html", context, status=status)


def _form(link: DecisionLink, data: Any = None, files: Any = None) -> LinkForm:
    subject, snapshot = link.step.case.subject, link.step.case.snapshot
    return LinkForm(
        data,
        files=files,
        keeps_files=subject.kind in registries.evidence_keepers,
        initial={"substance": snapshot.sha256 if snapshot else ""},
    )


def _dead_for(request: HttpRequest, link: DecisionLink, result: LinkAttempt.Result, *, by: Actor) -> HttpResponse:
    """The answer to a decision sent through a dead link, and a line among the tries. Shows nothing of the substance."""
    note_try(by=by, link=link, result=result, network=network_of(request))
    return _dead(request, link, result)


def _dead(request: HttpRequest, link: DecisionLink, result: LinkAttempt.Result) -> HttpResponse:
    context = {**_context(link), "result": result.value}
    return render(request, "approvals/public_dead.html", context, status=HTTPStatus.GONE)


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same page for every address that names no link, whatever is wrong with it."""
    by, network = _actor(request), network_of(request)
    wait = wait_before_next(at=by.at, link=None, network=network)
    note_try(by=by, link=None, result=Result.LIMITED if wait else Result.ALTERED, network=network)
    if wait:
        return _limited(request, wait.total_seconds())
    return render(request, "approvals/public_unknown.html", status=HTTPStatus.NOT_FOUND)


def _limited(request: HttpRequest, seconds: float) -> HttpResponse:
    whole = math.ceil(seconds)
    response = render(request, "approvals/public_limited.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(whole)
    return response


def _context(link: DecisionLink) -> dict[str, Any]:
    subject = link.step.case.subject
    record = registries.approval_subjects[subject.kind].describe([subject.pk])[subject.pk]
    return {"link": link, "step": link.step, "contact": link.contact, "record": record, "office": subject.office}


def _again(request: HttpRequest, link: DecisionLink) -> DecisionLink:
    """The link as it is now."""
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    return link_of(token) or link


def _actor(request: HttpRequest) -> Actor:
    return Actor(user=None, name="approval link", source=Source.WEB, request_id=getattr(request, "request_id", ""))


@contextmanager
def _speaking_to(link: DecisionLink, request: HttpRequest) -> Iterator[str]:
    """In the contact's language, or the one they chose on the page, and on their clock."""
    chosen = request.GET.get("language", "")
    language = chosen if chosen in dict(settings.LANGUAGES) else link.contact.language
    with translation.override(language), timezone.override(ZoneInfo(link.contact.time_zone)):
        yield language


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
