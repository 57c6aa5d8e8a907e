"""What the caller was told about approvals, whether or not the e-mails have gone out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from approvals.api.base import ApprovalView
from approvals.api.records import RecordLink, record_links
from approvals.letters import NEWEST_FIRST, News, count_new, letters_to, mark_news_read, read_news
from approvals.letters.occasions import OCCASIONS
from approvals.models import ApprovalSubject
from core.api.hints import Components, OneOf, Schema, schema_of
from core.api.input_fields import Known, Uid
from core.api.inputs import Input
from core.api.lists import page_answer, page_asked_for, page_schema
from core.api.operations import Operation, answers
from core.api.parameters import CURSOR, LIMIT


class NewsFact(TypedDict):
    """A fact, in the caller's language."""

    label: str
    text: str


class NewsItem(TypedDict):
    """What the caller was told once, as it stands now, in the caller's language."""

    id: uuid.UUID
    kind: Annotated[str, OneOf(OCCASIONS)]
    at: Annotated[dt.datetime, "When it was written."]
    is_new: Annotated[bool, "Whether the caller has not read it yet."]
    title: Annotated[str, "The one sentence that matters."]
    because: Annotated[str, "Why the caller was told."]
    page: Annotated[str, "Where to go from here, for people."]
    record: Annotated[RecordLink | None, "The record it is about; null of delegations and absences."]
    facts: list[NewsFact]
    quote: Annotated[str, "What somebody wrote; may be empty."]


class NewsRead(TypedDict):
    """What is still new."""

    still_new: int


class KnownNews(Known, Uid):
    """Something the caller was told, by its id."""

    def find(self, name: Any) -> Any:
        """See `Known`."""
        return letters_to(self.viewer, now=timezone.now()).filter(uid=name).first()


class NewsReadInput(Input):
    """Up to where the caller has read."""

    up_to = KnownNews(required=False, help_text="The id of the newest news read: what was written after it stays new.")


def _page(components: Components) -> Schema:
    return page_schema("NewsPage", schema_of(NewsItem, components), components, counts=False)


class NewsView(ApprovalView):
    """News of approvals."""

    operations = {
        "GET": Operation(
            "listApprovalNews",
            "What the caller was told about approvals in the last 30 days, by e-mail as well, newest first. What the "
            "caller may not see any more, and what is asked no more, is left out: a page may hold fewer than `limit`.",
            _page,
            parameters=(LIMIT, CURSOR),
        )
    }

    def get(self, request: Request) -> HttpResponse:
        """A page of them."""
        self.check_parameters()
        now = timezone.now()
        page = page_asked_for(request, letters_to(self.caller, now=now), (NEWEST_FIRST,))
        return self.answer(page_answer(request, page, self._written(read_news(page.rows, now=now))))

    def _written(self, news: Sequence[News]) -> list[NewsItem]:
        reading = self.reading
        subjects = {each.letter.payload["subject"] for each in news if each.notice.record}
        records = record_links(ApprovalSubject.objects.select_related("office").filter(pk__in=subjects), reading)
        return [_item(each, records, reading.root) for each in news]


class NewsReadView(ApprovalView):
    """News that was read."""

    operations = {
        "POST": Operation(
            "readApprovalNews",
            "Mark all news as read, or up to some of it.",
            answers(NewsRead),
            takes=NewsReadInput,
            example={"up_to": "5b1c9d0e-7f43-4a65-9f0e-2f6c1d8b7a90"},
        )
    }

    def post(self, request: Request) -> HttpResponse:
        """Mark it."""
        given, now = self.take(), timezone.now()
        mark_news_read(self.caller, now=now, up_to=given.get("up_to"))
        answer: NewsRead = {"still_new": count_new(self.caller, now=now)}
        return self.answer(answer)


def _item(news: News, records: dict[int, RecordLink], root: str) -> NewsItem:
    notice, letter = news.notice, news.letter
    return {
        "id": letter.uid,
        "kind": letter.kind,
        "at": news.at,
        "is_new": news.is_new,
        "title": notice.title,
        "because": notice.because,
        "page": root.removesuffix("/api/v1/") + notice.path,
        "record": records[letter.payload["subject"]] if notice.record else None,
        "facts": [{"label": each.label, "text": each.text} for each in notice.rows],
        "quote": notice.quote,
    }
