"""Links by which a contact outside decides one step: sent, sent again and revoked. Their address is never told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any, TypedDict

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from accounts.api.representations import Person, person
from approvals.actions.holding import hold_step
from approvals.actions.links import LONGEST_DAYS, VALID_DAYS, issue_link, revoke_link, send_link_again
from approvals.api.base import StepView
from approvals.api.decision_items import ContactLink, contact_link
from approvals.api.outside_inputs import KnownContact
from approvals.links import dead_because, links_with_all
from approvals.models import DecisionLink
from approvals.policies import can_record_outside
from core.api.concurrency import expected_version
from core.api.hints import Components, OneOf, Schema, schema_of
from core.api.input_fields import Whole
from core.api.inputs import Input
from core.api.lists import page_schema
from core.api.operations import NoBody, Operation, answers
from core.errors import NotVisible, require

_DEAD = ("replayed", "revoked", "expired", "overtaken")


class LinkItem(TypedDict):
    """A link that was sent to a contact; it decides one step once."""

    id: uuid.UUID
    step: uuid.UUID
    contact: ContactLink
    sent_at: dt.datetime
    sent_by: Person | None
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    revoked_by: Person | None
    used_at: dt.datetime | None
    decision: Annotated[uuid.UUID | None, "What was decided through it."]
    dead_because: Annotated[
        Annotated[str, OneOf(_DEAD)] | None, "Why nobody can decide through it any more; null while somebody can."
    ]


class DecisionLinkInput(Input):
    """To whom, and for how long."""

    contact = KnownContact(help_text="The id of an institution's focal point.")
    valid_days = Whole(required=False, min_value=1, max_value=LONGEST_DAYS, default=VALID_DAYS)


def _page(components: Components) -> Schema:
    return page_schema("LinkPage", schema_of(LinkItem, components), components, counts=False)


class _Links(StepView):
    def links(self) -> QuerySet[DecisionLink]:
        """All links, with what is answered of them."""
        return links_with_all()

    def answer_link(self, link: DecisionLink, *, status: int = 200) -> HttpResponse:
        """The link as it is now."""
        return self.answer(self.item(self.links().get(pk=link.pk)), status=status)

    def item(self, link: DecisionLink) -> LinkItem:
        """A link, as answered."""
        dead = dead_because(link, at=self.by.at)
        return {
            "id": link.uid,
            "step": link.step.uid,
            "contact": contact_link(link.contact),
            "sent_at": link.created_at,
            "sent_by": person(link.created_by),
            "expires_at": link.expires_at,
            "revoked_at": link.revoked_at,
            "revoked_by": person(link.revoked_by),
            "used_at": link.used_at,
            "decision": link.decision.uid if link.decision else None,
            "dead_because": dead.value if dead else None,
        }


class LinkListView(_Links):
    """The links of a step, and a new one."""

    operations = {
        "GET": Operation(
            "listDecisionLinks", "The links sent for a step decided outside, newest first.", _page, problems=(403,)
        ),
        "POST": Operation(
            "sendDecisionLink",
            "Send a contact outside a link by e-mail, by which they decide this step once. If-Match names the step.",
            answers(LinkItem),
            status=201,
            takes=DecisionLinkInput,
            problems=(409,),
            heeds_version=True,
            example={"contact": 12, "valid_days": 14},
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every link; a step has few, so they come on one page."""
        step = self.find_step()
        require(can_record_outside(self.caller, step))
        self.check_parameters()
        found = [self.item(each) for each in self.links().filter(step=step)]
        return self.answer({"results": found, "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Send one."""
        step = self.find_step()
        require(can_record_outside(self.caller, step))
        version = expected_version(request, step, required=False)
        given = self.take()
        with transaction.atomic():
            if version is not None:
                hold_step(step, by=self.by, expected_version=version)
            link = issue_link(by=self.by, step=step, **given)
        return self.answer_link(link, status=201)


class _OneLink(_Links):
    def find_link(self) -> DecisionLink:
        """The link named in the address. Raises `NotVisible`, and `NotAllowed` for those who send none."""
        found = self.links().filter(uid=self.kwargs["link"]).first()
        step = self.read_step(found.step.uid) if found else None
        if found is None or step is None:
            raise NotVisible
        require(can_record_outside(self.caller, step))
        return found

    def present(self) -> Any | None:
        """See `ApiView`."""
        found = self.links().filter(uid=self.kwargs["link"]).first()
        return self.item(found) if found and self.read_step(found.step.uid) else None


def _deed(name: str, about: str) -> dict[str, Operation]:
    return {"POST": Operation(name, about, answers(LinkItem), status=201, takes=NoBody, problems=(409,))}


class RevocationsView(_OneLink):
    """Revoking a link."""

    operations = _deed("revokeDecisionLink", "Let a link open nothing any more.")

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Revoke it."""
        link = self.find_link()
        self.take()
        revoke_link(by=self.by, link=link)
        return self.answer_link(link, status=201)


class LettersView(_OneLink):
    """Sending a link again."""

    operations = _deed("sendDecisionLinkAgain", "Send the e-mail with the link once more.")

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Send it."""
        link = self.find_link()
        self.take()
        send_link_again(by=self.by, link=link)
        return self.answer_link(link, status=201)
