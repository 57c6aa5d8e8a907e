"""Compare every stored file with what the register knows of it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from agreements.models import DocumentVersion

MEGABYTE = 1024 * 1024


class Command(BaseCommand):
    """Exit code 1 where a file is missing or is not the one that was taken in."""

    help = "Read every file of a document and compare its SHA-256 with the register's."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through all versions, one file at a time."""
        faults = count = 0
        versions = DocumentVersion.objects.select_related("document__agreement").order_by("id")
        for version in versions.iterator(chunk_size=500):
            count += 1
            fault = _fault_of(version)
            if fault:
                faults += 1
                agreement = version.document.agreement.reference
                self.stderr.write(f"{agreement}, document {version.document.uid}, version {version.number}: {fault}")
        if faults:
            raise CommandError(f"{faults} of {count} files are not in order.")
        self.stdout.write(f"All {count} files are in order.")


def _fault_of(version: DocumentVersion) -> str:
    digest = hashlib.sha256()
    try:
        with default_storage.open(version.stored_as) as file:
            for chunk in file.chunks(MEGABYTE):
                digest.update(chunk)
    except FileNotFoundError:
        return "the file is missing"
    return "" if digest.hexdigest() == version.sha256 else "the file is not the one that was taken in"
