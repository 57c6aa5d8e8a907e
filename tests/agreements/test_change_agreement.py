"""Changing an agreement's data."""

import pytest

from agreements.actions import NewParty, change_agreement
from agreements.models import Agreement, AgreementParty
from core.errors import StaleVersion
from core.models import HistoryEntry
from tests.cast import NOW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_act, make_agreement, make_institution, make_subject, party_of


@pytest.fixture
def agreement(office) -> Agreement:
    return make_agreement(office, title="Memorandum on joint patrols")


def test_a_change_has_the_next_version_and_its_moment(agreement, olga):
    changed = change_agreement(by=acting(olga), agreement=agreement, summary="Patrols on both banks")
    assert (changed.version, changed.updated_at) == (agreement.version + 1, NOW)


def test_a_change_made_on_an_old_reading_is_refused(agreement, olga, otto):
    change_agreement(by=acting(otto), agreement=agreement, summary="Otto was quicker")
    with pytest.raises(StaleVersion):
        change_agreement(
            by=acting(olga), agreement=agreement, expected_version=agreement.version, summary="Olga's text"
        )
    assert Agreement.objects.get().summary == "Otto was quicker"


def test_parties_that_stay_keep_their_row(agreement, olga):
    first, second = agreement.parties.all()
    newcomer = make_institution()
    change_agreement(
        by=acting(olga),
        agreement=agreement,
        parties=[NewParty(newcomer), NewParty(first.institution, signatory="The Director")],
    )
    rows = list(agreement.parties.all())
    assert [row.institution for row in rows] == [newcomer, first.institution]
    assert (rows[1].pk, rows[1].signatory) == (first.pk, "The Director")
    assert not AgreementParty.objects.filter(pk=second.pk).exists()


def test_a_party_with_acts_is_not_removed(agreement, olga):
    make_act(agreement, party=party_of(agreement))
    with invalid("parties"):
        change_agreement(by=acting(olga), agreement=agreement, parties=[])
    assert agreement.parties.count() == 2


def test_subjects_and_readers_are_exactly_those_given(agreement, olga, nadia, oscar):
    arms, prisons = make_subject("arms"), make_subject("prisons")
    change_agreement(by=acting(olga), agreement=agreement, subjects=[arms, prisons], readers=[nadia])
    change_agreement(by=acting(olga), agreement=agreement, subjects=[prisons], readers=[nadia, oscar])
    assert list(agreement.subjects.all()) == [prisons]
    assert list(agreement.readers.all()) == [nadia, oscar]
    assert HistoryEntry.objects.filter(table_name="agreements_agreementsubject", operation="delete").count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"stage": "signed"},
        {"reference": "MINE-1"},
        {"office": None},
        {"search_key": "x"},
        {"titles": {"en": ""}},
        {"nature": "sacred"},
        {"kind": "unheard_of"},
        {"officer": 0},
    ],
)
def test_what_cannot_be_set_is_no_input(agreement, olga, ana, values):
    values = {**values, "officer": ana} if "officer" in values else values
    with invalid(*values):
        change_agreement(by=acting(olga), agreement=agreement, **values)


@pytest.mark.parametrize("stage", ["proposed", "mandate_requested", "negotiating"])
def test_until_the_text_is_agreed_the_kind_may_become_any(office, olga, stage):
    agreement = make_agreement(office, stage=stage, kind="memorandum_of_understanding")
    assert change_agreement(by=acting(olga), agreement=agreement, kind="treaty").kind == "treaty"


@pytest.mark.parametrize("stage", ["text_agreed", "approval_pending", "approved", "signed", "closed"])
def test_from_then_on_only_one_with_the_same_stages(office, olga, stage):
    agreement = make_agreement(office, stage=stage, kind="memorandum_of_understanding")
    with invalid("kind"):
        change_agreement(by=acting(olga), agreement=agreement, kind="treaty")
    assert change_agreement(by=acting(olga), agreement=agreement, kind="letter_of_intent").kind == "letter_of_intent"


def test_the_reference_stays_whatever_the_kind_becomes(agreement, olga):
    assert change_agreement(by=acting(olga), agreement=agreement, kind="treaty").reference == agreement.reference


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_others_do_not_change_it(agreement, cast, name):
    with forbidden():
        change_agreement(by=acting(cast[name]), agreement=agreement, summary="Mine")


def test_an_outside_reference_is_of_one_agreement_among_those_one_sees(office, olga, other_office, oscar):
    make_agreement(office, external_reference="EU/2026/7")
    with refused("duplicate_reference"):
        change_agreement(by=acting(olga), agreement=make_agreement(office), external_reference="EU/2026/7")
    make_agreement(office, external_reference="EU/2026/8", classification="restricted")
    theirs = make_agreement(other_office)
    changed = change_agreement(by=acting(oscar), agreement=theirs, external_reference="EU/2026/8")
    assert changed.external_reference == "EU/2026/8"


def test_an_agreement_keeps_its_own_outside_reference(office, olga):
    agreement = make_agreement(office, external_reference="EU/2026/7")
    changed = change_agreement(by=acting(olga), agreement=agreement, external_reference="EU/2026/7", summary="New")
    assert changed.summary == "New"
