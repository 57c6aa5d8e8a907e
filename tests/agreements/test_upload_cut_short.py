"""A process killed between storing a file and recording it leaves no half document, and a note of what it left."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from agreements.actions.document_texts import remove_orphans
from agreements.models import Document, DocumentVersion, UploadBegun
from tests.factories import MADE_AT, make_agreement

# Somebody who uploads, and is killed once the file is stored and before anything is recorded.
UPLOADER = """
import os, signal, sys, django
from django.conf import settings
settings.DATABASES["default"].update(NAME=sys.argv[2])
django.setup()
from agreements.actions import documents
from agreements.models import Agreement
from tests.factories import make_document
documents.record_stored = lambda _name: os.kill(os.getpid(), signal.SIGKILL)
make_document(Agreement.objects.get(pk=sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_file_and_commit_leaves_no_row_and_the_sweep_takes_the_file(office):
    agreement = make_agreement(office)
    files = f"file://{default_storage.path('')}"
    uploader = subprocess.run(
        [sys.executable, "-c", UPLOADER, str(agreement.pk), settings.DATABASES["default"]["NAME"]],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "FILES_URL": files},
        check=False,
    )
    assert uploader.returncode == -signal.SIGKILL
    assert not Document.objects.exists()
    assert not DocumentVersion.objects.exists()
    left = UploadBegun.objects.get().stored_as
    assert default_storage.exists(left)
    assert remove_orphans(before=MADE_AT + dt.timedelta(days=1)) == 1
    assert not default_storage.exists(left)
    assert not UploadBegun.objects.exists()
