"""What a change to an agreement's clauses would bring, said before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from accounts.visibility import Viewer
from agreements.clause_reading import read_rows, warnings_about
from agreements.instruments import determination_of
from agreements.law.results import Determination
from agreements.models import Agreement, Clause


@dataclass(frozen=True)
class Foresight:
    """What the law says now and would say then; the sentence of the new entry; what is unusual about the clauses."""

    before: Determination
    after: Determination
    sentence: str
    warnings: list[str]


def foresee(*, agreement: Agreement, viewer: Viewer, change: Callable[[], Clause | None]) -> Foresight:
    """Make the change, ask the law, and undo it. Raises whatever the change raises."""
    before = determination_of(agreement)
    with transaction.atomic():
        made = change()
        foreseen = Foresight(
            before=before,
            after=determination_of(agreement),
            sentence=read_rows(agreement, [made], viewer=viewer)[0].sentence if made else "",
            warnings=warnings_about(agreement.clauses.current().order_by("id")),
        )
        transaction.set_rollback(True)
    return foreseen
