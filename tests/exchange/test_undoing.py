"""An import is undone as a whole; what somebody touched since is kept, and says why."""

import pytest

from agreements.actions import change_agreement
from agreements.models import Act, Agreement, ForcePeriod
from core.history import verify
from core.models import HistoryEntry
from exchange.models import ImportedRecord
from institutions.models import Institution
from tests.cast import acting
from tests.exchange.conftest import HEADER, ROWS
from tests.factories import make_activity, make_institution

pytestmark = pytest.mark.django_db


def test_what_was_created_goes_with_its_acts_and_the_institutions_made_for_it(imports):
    kept = make_institution("Police of Spain")
    run = imports.undo(imports.apply(HEADER + ROWS))
    assert (run.state, run.report["undone"]) == ("undone", {"removed": 2})
    for model in (Agreement, Act, ForcePeriod, ImportedRecord):
        assert not model.objects.exists()
    assert list(Institution.objects.all()) == [kept]


def test_the_history_keeps_what_went_and_stays_whole(imports):
    imports.undo(imports.apply(HEADER + ROWS))
    gone = HistoryEntry.objects.filter(table_name="agreements_act", operation="delete")
    assert [entry.before["kind"] for entry in gone].count("signature") == 2
    assert {entry.reason for entry in gone} == {"Undoing the import of register.csv"}
    assert not verify().fault


def test_the_ledger_stays_append_only_for_everything_else(imports):
    imports.apply(HEADER + ROWS)
    with pytest.raises(Exception, match="Cannot delete"):
        Act.objects.all().delete()


def test_what_was_changed_since_is_kept_and_says_who_changed_it(imports, olga):
    run = imports.apply(HEADER + ROWS)
    agreement = Agreement.objects.get(titles__en="Treaty on Customs")
    change_agreement(by=acting(olga), agreement=agreement, summary="Ours now")
    run = imports.undo(run)
    assert run.report["undone"] == {"removed": 1, "kept": 1}
    assert list(Agreement.objects.all()) == [agreement]
    notice = run.rows.get(undo_outcome="kept").notices[-1]
    assert (notice["code"], notice["places"]) == ("kept_changed", {"who": "olga"})


def test_what_was_built_upon_is_kept(imports, office):
    run = imports.apply(HEADER + ROWS)
    agreement = Agreement.objects.get(titles__en="Treaty on Customs")
    make_activity(office, agreements=[agreement])
    run = imports.undo(run)
    assert list(Agreement.objects.all()) == [agreement]
    assert run.rows.get(undo_outcome="kept").notices[-1]["code"] == "kept_built_on"


def test_what_was_updated_is_as_before_and_the_first_import_can_be_undone_too(imports):
    first = imports.apply(HEADER + ROWS)
    changed = ROWS.replace("Treaty on Firearms", "Treaty on Arms").replace("01/02/2019", "02/02/2019")
    second = imports.undo(imports.apply(HEADER + changed))
    assert second.report["undone"] == {"restored": 1}
    agreement = Agreement.objects.get(titles__en="Treaty on Firearms")
    assert [str(act.when) for act in agreement.acts.current().filter(kind="signature")] == ["2019-02-01"]
    assert imports.undo(first).report["undone"] == {"removed": 2}
    assert not Agreement.objects.exists()


def test_an_undone_import_can_be_made_again(imports):
    imports.undo(imports.apply(HEADER + ROWS))
    assert imports.apply(HEADER + ROWS).counts["created"] == 2
    assert sorted(Agreement.objects.values_list("reference", flat=True)) == ["LIS-TR-2026-0003", "LIS-TR-2026-0004"]
