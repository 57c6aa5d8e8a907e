"""The e-mail that brings a contact outside the link by which they decide a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from approvals.links import dead_because, links_with_all, token_of
from approvals.models import DecisionLink
from core.mail import compose
from core.models import Letter
from core.registries import SubjectDescription, Written, registries


class LinkLetters:
    """The writer registered for letters with links. A link that opens nothing any more is not sent."""

    def write(self, letters: Sequence[Letter]) -> Mapping[int, Written]:
        """See `core.registries.LetterWriter`."""
        links = {each.pk: each for each in links_with_all().filter(pk__in=[each.payload["link"] for each in letters])}
        now = timezone.now()
        alive = {pk: link for pk, link in links.items() if dead_because(link, at=now) is None}
        records = records_of(alive.values())
        return {
            each.pk: to_contact(
                link, records[link.step.case.subject_id], template="approvals/letters/link", url=address_of(link)
            )
            for each in letters
            if (link := alive.get(each.payload["link"]))
        }


def address_of(link: DecisionLink) -> str:
    """The whole address by which the contact decides: whoever has it may, so it is shown to nobody else."""
    return settings.BASE_URL + reverse("approvals:public", args=[token_of(link)])


def to_contact(link: DecisionLink, record: SubjectDescription | None, *, template: str, **said: str) -> Written:
    """A letter to the contact of a link, in their language; `said` is told to the template besides what all say."""
    contact = link.contact
    details = contact.details
    return compose(
        to=details.email if details else "",
        language=contact.language,
        time_zone=contact.time_zone,
        template=template,
        context={
            "reader_name": details.name if details else "",
            "link": link,
            "step": link.step,
            "office": link.step.case.subject.office,
            "record": record,
            **said,
        },
    )


def records_of(links: Iterable[DecisionLink]) -> dict[int, SubjectDescription | None]:
    """What each link is about by subject; None where the record is confined, so that no e-mail says its name."""
    wanted: dict[str, set[int]] = {}
    for link in links:
        wanted.setdefault(link.step.case.subject.kind, set()).add(link.step.case.subject_id)
    found: dict[int, SubjectDescription | None] = {}
    for kind, subjects in wanted.items():
        provider = registries.approval_subjects[kind]
        confined = provider.awaiting().filter(approval_subject_id__in=subjects, is_confined=True)
        found |= provider.describe(subjects)
        found |= dict.fromkeys(confined.values_list("approval_subject_id", flat=True))
    return found
