"""`manage.py load_demo`: the demonstration register, on an embedded demo database only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from activities.demo.activities import ACTIVITIES
from activities.demo.institutions import INSTITUTIONS
from activities.demo.loading import load_demo
from activities.demo.people import LOG_INS
from activities.demo.programme import MEMBERSHIPS
from core.actors import Actor, Source


class Command(BaseCommand):
    """Loads once; afterwards it changes nothing."""

    help = "Load the demonstration register and its log-ins. Refused unless the database is the embedded one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was loaded."""
        password: str = getattr(settings, "DEMO_PASSWORD", "") if settings.EMBEDDED_DATABASE else ""
        if not password:
            raise CommandError(
                "Demo users and data exist nowhere but on the embedded database that `make run` keeps under var/. "
                "Nothing was loaded. To use it, unset DATABASE_URL."
            )
        is_new = load_demo(by=Actor.system("load_demo", source=Source.COMMAND), password=password)
        if options["verbosity"]:
            self.stdout.write(_summary() if is_new else "The demonstration register is there already; nothing changed.")


def _summary() -> str:
    return (
        f"Demonstration register loaded: 1 office, {len(LOG_INS)} log-ins, {len(INSTITUTIONS)} institutions, "
        f"1 agreement, 1 programme, {len(MEMBERSHIPS)} memberships, {len(ACTIVITIES)} activities."
    )
