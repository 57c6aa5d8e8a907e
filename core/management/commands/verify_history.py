"""`manage.py verify_history`: has anybody altered the history?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.history import verify


class Command(BaseCommand):
    """Recompute all hashes; exit 1 and name the first broken link when one does not fit."""

    help = "Verify the history's hash chains and anchors, and name the first broken link."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run the verification."""
        found = verify()
        if found.fault:
            raise CommandError(f"The history is broken: {found.fault}.")
        self.stdout.write(f"The history is whole: {found.entries} entries in their chains, {found.anchors} anchors.")
