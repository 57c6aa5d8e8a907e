"""A register is checked, taken in, taken in again without doubles, and follows what its source changes."""

import pytest

from agreements.actions import change_agreement
from agreements.models import Act, Agreement, ForcePeriod
from core.errors import NotAllowed
from core.models import HistoryEntry, OutboxEvent
from exchange.actions.starting import take_in
from exchange.models import ImportRun
from institutions.models import Institution
from tests.cast import acting
from tests.exchange.conftest import HEADER, MAPPING, ROWS, codes, outcomes
from tests.factories import make_institution

pytestmark = pytest.mark.django_db


def test_checking_writes_nothing_of_the_register(imports):
    run = imports.start(HEADER + ROWS)
    assert (run.state, outcomes(run)) == ("checked", ["created", "created"])
    assert not Agreement.objects.exists()
    assert not Institution.objects.exists()


def test_what_is_taken_in_is_what_the_check_foresaw(imports):
    run = imports.start(HEADER + ROWS)
    foreseen = run.counts
    run = imports.apply(HEADER + ROWS)
    assert run.counts == foreseen
    assert run.state == ImportRun.State.APPLIED


def test_a_row_becomes_an_agreement_with_all_that_is_its(imports):
    imports.apply(HEADER + ROWS)
    agreement = Agreement.objects.get(titles__en="Treaty on Firearms")
    assert agreement.reference == "LIS-TR-2026-0001"
    assert (agreement.stage, str(agreement.stage_since)) == ("signed", "2019-02-01")
    assert [str(party) for party in agreement.parties.all()] == ["Police of Spain", "Policía de México"]
    assert [(act.kind, str(act.when), act.party) for act in agreement.acts.all()] == [
        ("signature", "2019-02-01", None),
        ("entry_into_force", "2019-03-01", None),
    ]
    assert agreement.search_key.startswith("treaty on firearms")
    assert OutboxEvent.objects.filter(topic="agreement.created", payload__agreement=agreement.pk).exists()


def test_the_history_says_that_it_came_by_an_import_and_from_which_file(imports, olga):
    imports.apply(HEADER + ROWS, by=acting(olga))
    entries = HistoryEntry.objects.filter(table_name="agreements_agreement")
    assert {(each.source, each.actor_name, each.reason) for each in entries} == {
        ("import", "olga", "Import of register.csv: as the source states")
    }


def test_force_is_stored_for_what_was_taken_in(imports):
    imports.apply(HEADER + ROWS)
    agreement = Agreement.objects.get(titles__en="Treaty on Firearms")
    assert ForcePeriod.objects.filter(agreement=agreement, party=None).exists()


def test_a_month_stays_a_month(imports):
    imports.apply(HEADER + ROWS)
    assert str(Act.objects.get(agreement__titles__en="Treaty on Customs").when) == "2020-05"


def test_taking_the_same_file_in_again_changes_nothing(imports):
    imports.apply(HEADER + ROWS)
    before = HistoryEntry.objects.count()
    run = imports.apply(HEADER + ROWS)
    assert outcomes(run) == ["unchanged", "unchanged"]
    assert (Agreement.objects.count(), HistoryEntry.objects.count()) == (2, before)


def test_what_the_source_changed_is_changed_here(imports):
    imports.apply(HEADER + ROWS)
    changed = ROWS.replace("Treaty on Customs", "Treaty on Customs Matters").replace("01/02/2019", "02/02/2019")
    run = imports.apply(HEADER + changed)
    assert outcomes(run) == ["updated", "updated"]
    assert Agreement.objects.filter(titles__en="Treaty on Customs Matters").exists()
    signatures = Act.objects.filter(kind="signature", agreement__titles__en="Treaty on Firearms").order_by("id")
    assert [(str(each.when), each.recorded_until is None) for each in signatures] == [
        ("2019-02-01", False),
        ("2019-02-02", True),
    ]


def test_what_somebody_changed_here_since_is_left_as_it_is(imports, olga):
    imports.apply(HEADER + ROWS)
    agreement = Agreement.objects.get(titles__en="Treaty on Customs")
    change_agreement(by=acting(olga), agreement=agreement, titles={"en": "Our own title"})
    run = imports.apply(HEADER + ROWS.replace("Treaty on Customs", "Their new title"))
    assert outcomes(run) == ["unchanged", "unchanged"]
    assert "changed_here" in codes(run)
    assert Agreement.objects.get(pk=agreement.pk).titles == {"en": "Our own title"}


def test_institutions_are_found_by_case_accent_acronym_and_alias(imports):
    spain = make_institution("POLICE OF SPAIN")
    mexico = make_institution("Federal Police", aliases=["Policia de Mexico"])
    chile = make_institution("Service of Customs", acronym="customs of chile")
    imports.apply(HEADER + ROWS)
    assert set(Institution.objects.all()) == {spain, mexico, chile}


def test_a_name_of_two_institutions_is_warned_of_or_refused_as_the_mapping_says(imports):
    oldest = make_institution("Police of Spain", country="ES")
    make_institution("Police of Spain", country="MX")
    run = imports.start(HEADER + ROWS)
    assert run.counts["warned"] == 2
    strict = {**MAPPING, "institutions": {"ambiguous": "refuse"}}
    assert outcomes(imports.start(HEADER + ROWS, definition=strict)) == ["refused", "refused"]
    imports.apply(HEADER + ROWS)
    assert oldest.agreement_parties.count() == 2


def test_names_that_are_almost_alike_are_listed(imports):
    run = imports.start(HEADER + "1,A,T,Bahrain Police;Bharain Police,,\n")
    assert run.report["near_duplicates"] == [["Bahrain Police", "Bharain Police"]]


def test_entry_into_force_before_signature_is_taken_in_with_a_warning(imports):
    run = imports.apply(HEADER + "1,A,T,X;Y,01/02/2020,01/01/2020\n")
    assert outcomes(run) == ["created"]
    assert "entry_into_force_before_signature" in codes(run)
    assert run.counts["warned"] == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,,T,X;Y,,\n", "title_missing"),
        (",A,T,X;Y,,\n", "key_missing"),
        ("1,A,T,X;Y,31/02/2020,\n", "date_unreadable"),
        ("1,A,T,X;Y,01/01/2030,\n", "invalid"),
        ("1,A,nonsense,X;Y,,\n", "invalid"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_the_reason(imports, row, code):
    run = imports.apply(HEADER + row)
    assert outcomes(run) == ["refused"]
    assert code in codes(run)
    assert not Agreement.objects.exists()


def test_the_second_row_of_one_identifier_is_refused(imports):
    run = imports.apply(HEADER + ROWS.replace("\n2,", "\n1,"))
    assert outcomes(run) == ["created", "refused"]
    assert "key_twice" in codes(run)


def test_all_or_nothing_takes_nothing_in_when_one_row_is_refused(imports):
    run = imports.apply(HEADER + ROWS + "3,,T,X;Y,,\n", mode="per_file")
    assert run.state == ImportRun.State.REFUSED
    assert outcomes(run) == ["refused"] * 3
    assert (run.counts["refused"], run.report["at_fault"]) == (3, 1)
    assert not Agreement.objects.exists()


def test_all_or_nothing_takes_everything_in_when_nothing_is_refused(imports):
    run = imports.apply(HEADER + ROWS, mode="per_file")
    assert (run.state, Agreement.objects.count()) == (ImportRun.State.APPLIED, 2)


def test_an_officer_of_another_office_cannot_import(imports, oscar):
    with pytest.raises(NotAllowed):
        imports.start(HEADER + ROWS, by=acting(oscar))


def test_whoever_loses_the_right_before_a_worker_comes_imports_nothing(imports, olga):
    run = imports.start(HEADER + ROWS, by=acting(olga))
    take_in(by=acting(olga), run=run)
    olga.role_assignments.all().delete()
    run = imports.work(run)
    assert (run.state, Agreement.objects.exists()) == (ImportRun.State.REFUSED, False)
