"""A change of stage that cannot be: every reason is told, and nothing is written."""

import datetime as dt

import pytest

from agreements import guards
from agreements.actions import NewParty, change_stage
from agreements.models import Agreement
from agreements.stages import Flow, Transition
from core.errors import StaleVersion
from core.models import HistoryEntry, OutboxEvent
from tests.cast import NOW, TODAY, TOMORROW, YESTERDAY, acting, the_system
from tests.expectations import forbidden, invalid, refused
from tests.factories import (
    approve_all,
    lay_out_approval,
    make_act,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
    party_of,
    sign,
    submit,
)


@pytest.fixture
def agreement(office) -> Agreement:
    return make_agreement(office, stage="negotiating")


def test_every_unmet_guard_is_listed_at_once(office, olga):
    europol = make_institution("Europol", kind="eu_agency")
    agreement = make_agreement(
        office, kind="working_arrangement", stage="approved", parties=[europol], personal_data="yes"
    )
    make_step(make_case(agreement.approval_subject, europol))
    with refused(
        "steps_block_signature",
        "two_parties_missing",
        "signatures_missing",
        "management_board_missing",
        "personal_data_basis_missing",
    ):
        change_stage(by=acting(olga), agreement=agreement, to="signed")


def test_a_refusal_writes_nothing(agreement, olga):
    entries, events = HistoryEntry.objects.count(), OutboxEvent.objects.count()
    with refused("no_such_transition"):
        change_stage(by=acting(olga), agreement=agreement, to="signed")
    unchanged = Agreement.objects.get(pk=agreement.pk)
    assert (unchanged.stage, unchanged.version) == (agreement.stage, agreement.version)
    assert (HistoryEntry.objects.count(), OutboxEvent.objects.count()) == (entries, events)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_step_back_needs_a_reason(office, olga, reason):
    agreement = make_agreement(office, stage="text_agreed")
    with refused("reason_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="negotiating", reason=reason)


def test_a_missing_reason_is_listed_beside_the_guards(agreement, olga, monkeypatch):
    strict = Transition("negotiating", "withdrawn", "Withdraw", (guards.every_party_has_signed,), needs_reason=True)
    monkeypatch.setattr(Flow, "find", lambda *_stages: strict)
    with refused("signatures_missing", "reason_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="withdrawn")


@pytest.mark.parametrize("stage", ["ratified", "", "Signed", "signed "])
def test_an_unknown_stage_is_no_input(agreement, olga, stage):
    with invalid("to"):
        change_stage(by=acting(olga), agreement=agreement, to=stage)


def test_a_future_day_is_no_input(agreement, olga):
    with invalid("on"):
        change_stage(by=acting(olga), agreement=agreement, to="text_agreed", on=TOMORROW)


def test_an_earlier_day_is_taken(agreement, olga):
    changed = change_stage(by=acting(olga), agreement=agreement, to="text_agreed", on=YESTERDAY)
    assert changed.stage_since == YESTERDAY


def test_the_day_is_the_offices_not_the_clocks(olga, office, agreement):
    office.time_zone = "Pacific/Auckland"
    office.save()
    evening = NOW.replace(hour=20)
    agreement.refresh_from_db()
    changed = change_stage(by=acting(olga, at=evening), agreement=agreement, to="text_agreed", on=TOMORROW)
    assert changed.stage_since == TODAY + dt.timedelta(days=1)


def test_only_the_version_that_was_read_is_changed(agreement, olga):
    with pytest.raises(StaleVersion) as caught:
        change_stage(by=acting(olga), agreement=agreement, to="text_agreed", expected_version=agreement.version - 1)
    assert (caught.value.expected, caught.value.current) == (agreement.version - 1, agreement.version)
    change_stage(by=acting(olga), agreement=agreement, to="text_agreed", expected_version=agreement.version)


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_only_officers_and_the_head_of_the_office_move_a_stage(agreement, cast, name):
    with forbidden():
        change_stage(by=acting(cast[name]), agreement=agreement, to="text_agreed")


@pytest.mark.parametrize("name", ["olga", "otto", "hugo"])
def test_officers_and_the_head_of_the_office_do(agreement, cast, name):
    assert change_stage(by=acting(cast[name]), agreement=agreement, to="text_agreed").stage == "text_agreed"


def test_approval_cannot_be_asked_for_while_a_side_has_no_track(office, olga):
    agreement = make_agreement(office, stage="text_agreed")
    first, _second = agreement.parties.all()
    make_step(make_case(agreement.approval_subject, first.institution))
    with refused("approval_steps_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="approval_pending")


def test_one_sides_approval_is_not_enough(office, olga, ana):
    agreement, (first, _second) = make_pending_agreement(office)
    approve_all(agreement.approval_subject, by=acting(ana), only=[first])
    with refused("approval_pending"):
        change_stage(by=acting(olga), agreement=agreement, to="approved")


def test_one_partys_signature_is_not_enough(office, olga):
    agreement = make_agreement(office, stage="approved")
    make_act(agreement, party=party_of(agreement))
    with refused("signatures_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="signed")


def test_a_facilitator_neither_approves_nor_signs(office, olga, ana):
    parties = [make_institution(), make_institution(), NewParty(make_institution("Ministry"), role="facilitator")]
    agreement = make_agreement(office, stage="text_agreed", parties=parties)
    lay_out_approval(agreement)
    change_stage(by=acting(olga), agreement=agreement, to="approval_pending")
    approve_all(agreement.approval_subject, by=acting(ana))
    change_stage(by=acting(olga), agreement=agreement, to="approved")
    sign(agreement)
    assert change_stage(by=acting(olga), agreement=agreement, to="signed").stage == "signed"


def test_a_disputed_signature_does_not_count(office, olga):
    agreement = make_agreement(office, stage="approved")
    first, second = agreement.parties.all()
    make_act(agreement, party=first)
    make_act(agreement, party=second, standing="disputed")
    with refused("signatures_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="signed")


def test_one_entry_for_all_parties_counts_for_each(office, olga):
    agreement = make_agreement(office, stage="approved")
    make_act(agreement, party=None)
    assert change_stage(by=acting(olga), agreement=agreement, to="signed").stage == "signed"


def test_the_system_may_take_a_step_but_no_guard_is_lifted_for_it(office):
    agreement = make_agreement(office, stage="approved")
    with refused("signatures_missing"):
        change_stage(by=the_system(), agreement=agreement, to="signed")
    sign(agreement)
    assert change_stage(by=the_system(), agreement=agreement, to="signed").stage == "signed"


def test_an_eu_agencys_arrangement_waits_for_its_management_board(office, olga, ana):
    europol, ministry = make_institution("Europol", kind="eu_agency"), make_institution("Ministry", kind="ministry")
    agreement = make_agreement(office, kind="working_arrangement", stage="approved", parties=[europol, ministry])
    sign(agreement)
    with refused("management_board_missing"):
        change_stage(by=acting(olga), agreement=agreement, to="signed")
    make_step(make_case(agreement.approval_subject, europol), kind="governing_body")
    make_step(make_case(agreement.approval_subject, ministry))
    submit(agreement.approval_subject)
    approve_all(agreement.approval_subject, by=acting(ana))
    assert change_stage(by=acting(olga), agreement=agreement, to="signed").stage == "signed"
