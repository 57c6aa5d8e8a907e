"""`manage.py write_docs [--check]`: the generated part of docs/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.documents import generated_documents


class Command(BaseCommand):
    """Write the documents, or only compare them."""

    help = "Write the documents that are generated from the code; with --check, only tell which are out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 where a document is out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare every registered document."""
        checkout = Path(settings.BASE_DIR)
        outdated = [document for document in generated_documents() if not document.is_current(checkout)]
        if options["check"] and outdated:
            paths = ", ".join(document.path for document in outdated)
            raise CommandError(f"Out of date: {paths}. Run `manage.py write_docs`.")
        for document in outdated:
            document.write(checkout)
            self.stdout.write(f"Wrote {document.path}")
