"""`manage.py rebuild_search`: make what search looks in again from the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.search.sources import sources
from core.search.upkeep import differing_entries, rebuild, rebuild_words


class Command(BaseCommand):
    """Rebuild every entry and report those that were not what their records say; exit 1 with --check and any."""

    help = "Make what search looks in again from the records, and report what had been different."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when anything is different.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run it."""
        tables = {source.name: source.table for source in sources()}
        if options["check"]:
            different = sum(differing_entries(source, table) for source, table in tables.items())
            if different:
                raise CommandError(f"{different} entries are not what their records say.")
            self.stdout.write("Every entry is what its record says.")
            return
        different = 0
        for step in rebuild(tables):
            different += step.different
            self.stderr.write(f"{step.source}: {step.done} of {step.total}, {step.different} different")
        self.stdout.write(f"Rebuilt. {different} entries were different, {rebuild_words()} words.")
