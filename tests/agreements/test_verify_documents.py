"""`manage.py verify_documents`: every file is there and is the one that was taken in."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.factories import make_agreement, make_document


def said(**streams: io.StringIO) -> None:
    call_command("verify_documents", **streams)


def test_files_that_are_in_order_are_counted(office):
    make_document(make_agreement(office))
    out = io.StringIO()
    said(stdout=out)
    assert out.getvalue() == "All 1 files are in order.\n"


@pytest.mark.parametrize(("content", "words"), [(None, "is missing"), (b"Other", "is not the one")])
def test_a_file_that_is_missing_or_differs_is_named(office, content, words):
    agreement = make_agreement(office)
    name = make_document(agreement).versions.get().stored_as
    default_storage.delete(name)
    if content:
        default_storage.save(name, ContentFile(content))
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1 files are not in order"):
        said(stdout=io.StringIO(), stderr=err)
    assert words in err.getvalue()
    assert agreement.reference in err.getvalue()
