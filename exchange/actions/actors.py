"""In whose name an import is done, and what the history says of it."""

from __future__ import annotations

import datetime as dt

from core.actors import Actor, Source
from exchange.models import ImportRun


def actor_of(run: ImportRun, *, at: dt.datetime) -> Actor:
    """Who asked for the present step, acting through the import: their rights are asked again while it runs."""
    name = run.asked_name
    return Actor(user=run.asked_by, name=name, source=Source.IMPORT, at=at, request_id=str(run.uid))


def reason_of(run: ImportRun) -> str:
    """Why the records change: for the history, in the register's first language."""
    return f"Import of {run.file_name}: as the source states"
