"""A process killed between storing a file and recording it leaves no half document, and a note of what it left."""

import datetime as dt
import os
import signal
import traceback

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from agreements.actions import documents
from agreements.actions.document_texts import remove_orphans
from agreements.models import Document, DocumentVersion, UploadBegun
from tests.factories import MADE_AT, make_agreement, make_document


def killed_while(work) -> None:
    """Do the work in a process of its own that is killed in the midst of it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_file_and_commit_leaves_no_row_and_the_sweep_takes_the_file(office, monkeypatch):
    agreement = make_agreement(office)
    monkeypatch.setattr(documents, "record_stored", lambda _name: os.kill(os.getpid(), signal.SIGKILL))
    killed_while(lambda: make_document(agreement))
    assert not Document.objects.exists()
    assert not DocumentVersion.objects.exists()
    left = UploadBegun.objects.get().stored_as
    assert default_storage.exists(left)
    assert remove_orphans(before=MADE_AT + dt.timedelta(days=1)) == 1
    assert not default_storage.exists(left)
    assert not UploadBegun.objects.exists()
