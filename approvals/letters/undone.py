"""The letter to a contact outside whose decision, taken through a link, was undone by a change of what was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from approvals.letters.links import records_of, to_contact
from approvals.links import links_with_all
from approvals.models import DecisionLink
from core.mail import post
from core.models import Letter
from core.registries import Written

UNDONE = "approval_link_undone"


def post_to_contacts(decisions: Collection[int], *, at: dt.datetime) -> None:
    """Post one letter for each of the decisions that was taken through a link; posted again it stays one."""
    for link in DecisionLink.objects.filter(decision__in=decisions).order_by("id"):
        post(
            kind=UNDONE, key=f"decision {link.decision_id}: undone", address_key=link.contact_id,
            payload={"link": link.pk}, at=at,
        )  # fmt: skip


class UndoneLetters:
    """The writer registered for these letters. Nothing is written to a contact whose data was erased."""

    def write(self, letters: Sequence[Letter]) -> Mapping[int, Written]:
        """See `core.registries.LetterWriter`."""
        found = links_with_all().filter(pk__in=[each.payload["link"] for each in letters])
        links = {link.pk: link for link in found if link.contact.details and link.contact.details.email}
        records = records_of(links.values())
        return {
            each.pk: to_contact(link, records[link.step.case.subject_id], template="approvals/letters/undone")
            for each in letters
            if (link := links.get(each.payload["link"]))
        }
