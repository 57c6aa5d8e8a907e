"""English and Spanish are complete: nothing untranslated, nothing stale, and what runs is what was translated."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings

DJANGO = Path(django.__file__).parent / "conf" / "locale" / "es" / "LC_MESSAGES" / "django.po"
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES" / "django.po"
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_sentence_has_a_spanish_translation(catalogue: polib.POFile) -> None:
    lacking = [entry.msgid for entry in [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]]
    assert lacking == []


def test_translations_keep_the_places_of_the_original(catalogue: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue
        if not entry.msgid_plural and sorted(_PLACE.findall(entry.msgid)) != sorted(_PLACE.findall(entry.msgstr))
    ]
    assert wrong == []


def test_plural_translations_keep_the_places_of_the_original(catalogue: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural
        and not set(_PLACE.findall("".join(entry.msgstr_plural.values()))) <= set(_PLACE.findall(entry.msgid_plural))
    ]
    assert wrong == []


def test_plurals_have_every_form_the_language_counts_by(catalogue: polib.POFile) -> None:
    """gettext falls back to English without a word where a form is missing."""
    forms = int(catalogue.metadata["Plural-Forms"].removeprefix("nplurals=")[0])
    lacking = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural and not all(entry.msgstr_plural.get(form) for form in range(forms))
    ]
    assert lacking == []


def test_the_compiled_catalogue_is_that_of_the_text(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    key = lambda entry: (entry.msgctxt, entry.msgid)  # noqa: E731 (a sort key, used twice in this test only)
    of_text = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in catalogue.translated_entries()}
    assert {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in compiled} == of_text


def test_words_shared_with_django_mean_the_same(catalogue: polib.POFile) -> None:
    """Ours outrank Django's everywhere: a verb "May" would rename a month. Such a word needs a context of its own."""
    of_django = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(DJANGO)) if entry.msgstr}
    ours = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in catalogue if entry.msgstr}
    assert [key for key in ours.keys() & of_django.keys() if ours[key] != of_django[key]] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is not installed: extraction not checked")
def test_no_sentence_of_the_code_is_missing_from_the_catalogue(tmp_path: Path, catalogue: polib.POFile) -> None:
    """Extract from a copy of the tracked files, so that the working tree stays as it is."""
    root = Path(settings.BASE_DIR)
    names = subprocess.run(
        ["git", "ls-files", "-z", "*.py", "*.html", "*.txt"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if (root / name).is_file() and not name.startswith(("tests/", "docs/")):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, tmp_path / name)
    (tmp_path / "locale" / "es" / "LC_MESSAGES").mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale=es", "--no-location", "-v0"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin"},
        check=True,
    )
    extracted = polib.pofile(str(tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    assert sorted(entry.msgid for entry in extracted if (entry.msgctxt, entry.msgid) not in known) == []
