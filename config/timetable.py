"""What runs by itself and how often, and in which queue: the timetable of beat, as data.

Every task looks into the database for what is due, so one round that is missed or run twice does no harm. A round that
no worker took before the next one comes is dropped (`expires`): a worker back from a pause finds one round, not many.
"""

from typing import Any

from celery.schedules import crontab

MAIL, IMPORTS = "mail", "imports"
HOUR = 3600.0

ROUTES = {
    "reminders.deliver": {"queue": MAIL},
    "core.deliver_letters": {"queue": MAIL},
    "agreements.read_texts": {"queue": IMPORTS},
    "exchange.work": {"queue": IMPORTS},
}

# What a worker asks for as soon as it is up, in this order.
AT_START = ("core.deliver_outbox", "reminders.plan", "core.deliver_letters")


def _every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def _nightly(task: str, *, hour: int) -> dict[str, Any]:
    """At that hour, UTC."""
    return {"task": task, "schedule": crontab(hour=str(hour), minute="0"), "options": {"expires": HOUR}}


BEAT = {
    "outbox": _every(15.0, "core.deliver_outbox"),
    "plan reminders": _every(60.0, "reminders.plan"),
    "deliver reminders": _every(30.0, "reminders.deliver"),
    "deliver letters": _every(30.0, "core.deliver_letters"),
    "read texts of documents": _every(60.0, "agreements.read_texts"),
    "imports": _every(60.0, "exchange.work"),
    "anchor history": _every(HOUR, "core.anchor_history"),
    "forget what is done": _nightly("core.forget_done", hour=2),
    "remove files nobody names": _nightly("agreements.remove_orphans", hour=3),
    "forget cancelled reminders": _nightly("reminders.forget_cancelled", hour=2),
}
