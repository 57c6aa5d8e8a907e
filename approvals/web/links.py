"""Links sent to contacts outside: to whom, until when and what came of them; send, send again, revoke."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.web.signed_in import SignedInRequest
from approvals.actions.links import issue_link, revoke_link, send_link_again
from approvals.deciders import Decider
from approvals.links import dead_because, links_with_all
from approvals.models import DecisionLink, LinkAttempt, Step
from approvals.policies import can_record_outside
from approvals.steps import BY_ACT_ONLY, COMPLETED_BY_ACT, StepKind, refusals_now
from approvals.web.contacts import contacts_to_ask
from approvals.web.outside_forms import SendLinkForm
from approvals.web.step_page import StepPage, step_for_page
from core.actors import Actor
from core.errors import Refused, require, say
from core.web.domain_errors import attempt

MOST_TRIES_SHOWN = 20
_TONES = {None: "progress", "replayed": "success", "revoked": "neutral", "expired": "warning", "overtaken": "neutral"}


@dataclass(frozen=True)
class LinkShown:
    """A link with what came of it; `tries` are the latest."""

    link: DecisionLink
    dead: LinkAttempt.Result | None
    tries: list[LinkAttempt]

    @property
    def is_open(self) -> bool:
        """Whether somebody can still decide through it."""
        return self.dead is None

    @property
    def may_be_revoked(self) -> bool:
        """Whether there is anything left to revoke."""
        return not self.link.used_at and not self.link.revoked_at and self.link.contact.details is not None

    @property
    def state(self) -> str:
        """How far it is, in a word."""
        if self.dead is None:
            return _("open")
        return _("used") if self.dead == LinkAttempt.Result.REPLAYED else str(self.dead.label)

    @property
    def tone(self) -> str:
        """The tone of that word."""
        return _TONES[self.dead.value if self.dead else None]


@login_required
def links(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """The links of a step, and a new one."""
    step = step_for_page(request.user, uid)
    require(can_record_outside(request.user, step))
    search = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    groups = contacts_to_ask(step, search=search)
    form = SendLinkForm(request.POST if request.method == "POST" else None, contacts=groups)
    if request.method != "POST":
        return _show(request, step, form, search=search)
    made = attempt(
        form,
        lambda: issue_link(
            by=Actor.for_request(request), step=step, contact=form.chosen, valid_days=form.cleaned_data["valid_days"]
        ),
    )
    if not made.succeeded:
        return _show(request, step_for_page(request.user, uid), form, search=search, status=made.status)
    messages.success(request, _("The link is on its way to %(contact)s.") % {"contact": form.chosen.details})
    if form.chosen.institution_id not in (step.body_id, step.case.institution_id):
        messages.warning(
            request,
            _("%(institution)s is neither the deciding body nor the side this step is on. Revoke it if that is wrong.")
            % {"institution": form.chosen.institution},
        )
    return redirect("approvals:links", uid=uid)


@login_required
@require_POST
def send_again(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Send the e-mail with a link once more."""
    return _act(request, uid, send_link_again, said=_("The e-mail goes out again."))


@login_required
@require_POST
def revoke(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Let a link open nothing any more."""
    return _act(request, uid, revoke_link, said=_("The link is revoked: it opens nothing any more."))


def _act(request: SignedInRequest, uid: uuid.UUID, deed: Callable[..., Any], *, said: str) -> HttpResponse:
    seen = Step.objects.visible_to(request.user).order_by().values("pk")
    link = get_object_or_404(links_with_all().filter(step__in=seen), uid=uid)
    try:
        deed(by=Actor.for_request(request), link=link)
    except Refused as fault:
        messages.error(request, " ".join(say(refusal) for refusal in fault.refusals))
    else:
        messages.success(request, said)
    return redirect("approvals:links", uid=link.step.uid)


def _show(
    request: SignedInRequest, step: Step, form: SendLinkForm, *, search: str, status: int = HTTPStatus.OK
) -> HttpResponse:
    now = timezone.now()
    page = StepPage(step, decider=Decider(request.user, at=now))
    against = refusals_now(step.facts, step.case.facts, is_submitted=step.case.is_submitted)
    if StepKind(step.kind) in COMPLETED_BY_ACT:
        against.append(BY_ACT_ONLY)
    context = {
        "page": page,
        "step": step,
        "record": page.record,
        "form": form,
        "search": search,
        "why_not": " ".join(say(refusal) for refusal in against),
        "links": [LinkShown(each, dead_because(each, at=now), each.latest_tries) for each in _links_of(step)],
    }
    return render(request, "approvals/links.html", context, status=status)


def _links_of(step: Step) -> QuerySet[Any]:
    tries = LinkAttempt.objects.order_by("-at", "-id")[:MOST_TRIES_SHOWN]
    return links_with_all().filter(step=step).prefetch_related(Prefetch("attempts", tries, to_attr="latest_tries"))
