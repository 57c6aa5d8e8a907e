"""Memberships on pages: registered from either side, approved, begun and ended."""

import uuid

import pytest

from activities.models import Membership
from tests.cast import acting
from tests.factories import make_case, make_institution, make_membership, make_step, submit
from tests.web.conftest import words_of
from tests.web.forms import as_opened

NEW = "/activities/memberships/new/"


def page_of(membership):
    return f"/activities/memberships/{membership.uid}/"


def filled(**changes):
    return {"body": "Jaguar", "role": "member", "state": "proposed", "office": "LIS"} | changes


@pytest.fixture
def jaguar(db):
    return make_institution("Jaguar", kind="network")


def test_a_country_becomes_a_member(browse, olga, jaguar):
    response = browse(olga).post(NEW, filled(member_country="MX", starts="2019", state="active"))
    membership = Membership.objects.get()
    assert response["Location"] == page_of(membership)
    assert (membership.body, membership.member_country.code, membership.state) == (jaguar, "MX", "active")
    assert "Mexico in Jaguar" in words_of(browse(olga).get(page_of(membership)))


def test_the_form_starts_with_the_body_or_the_member_it_was_asked_for_on(browse, olga, jaguar):
    police = make_institution("Police of Mexico", country="MX")
    assert as_opened(browse(olga), f"{NEW}?body={jaguar.uid}")["body"] == "Jaguar"
    assert as_opened(browse(olga), f"{NEW}?member={police.uid}")["member"] == "Police of Mexico · Mexico"
    assert as_opened(browse(olga), f"{NEW}?member=nobody")["member"] == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Member institution: Name either an institution or a country as the member."),
        ({"member": "Police", "member_country": "MX"}, "Name either an institution or a country"),
        ({"body": "Police", "member_country": "MX"}, "Body: Only a network, committee, platform"),
        ({"member_country": "MX", "starts": "soon"}, "Since: Give a year, a month or a day"),
        ({"member_country": "MX", "starts": "2020", "ends": "2019"}, "Until: The end lies before the beginning."),
        ({"member_country": "MX", "office": "OSL"}, "Responsible office: "),
    ],
)
def test_what_cannot_be_taken_is_said(browse, olga, other_office, jaguar, changes, said):
    make_institution("Police")
    page = browse(olga).post(NEW, filled(**changes))
    assert page.status_code == 422
    assert said in words_of(page)
    assert not Membership.objects.exists()


def test_its_page_shows_the_track_the_next_step_and_the_history(browse, victor, office, jaguar):
    membership = make_membership(office, body=jaguar, state="approval_pending", source_quote="that it wants to promote")
    page = words_of(browse(victor).get(page_of(membership)))
    for words in ("Its approval is still pending.", "“that it wants to promote”", "Added membership"):
        assert words in page


def test_an_unknown_membership_is_no_page(browse, victor):
    assert browse(victor).get(f"/activities/memberships/{uuid.uuid4()}/").status_code == 404


def test_it_is_laid_out_submitted_approved_and_begun(browse, olga, ana, office, jaguar):
    membership = make_membership(office, body=jaguar)
    keeper, address = browse(olga), f"{page_of(membership)}state/"
    assert "Add at least one approval step first." in words_of(keeper.get(address))
    step_form = f"{page_of(membership)}steps/new/"
    assert keeper.post(step_form, as_opened(keeper, step_form) | {"kind": "executive_approval"}).status_code == 302
    submit_form = f"{address}?to=approval_pending"
    assert "1 step is to be decided" in words_of(keeper.get(submit_form))
    assert keeper.post(submit_form, as_opened(keeper, submit_form)).status_code == 302
    step = membership.approval_subject.cases.get().steps.get()
    decide = f"/approvals/steps/{step.uid}/"
    decider = browse(ana)
    assert decider.post(decide, as_opened(decider, decide) | {"outcome": "approved"}).status_code == 302
    begin = f"{address}?to=active"
    assert keeper.post(begin, as_opened(keeper, begin)).status_code == 302
    membership.refresh_from_db()
    assert membership.state == "active"


def test_taking_it_back_says_that_the_round_ends(browse, olga, office, jaguar):
    membership = make_membership(office, body=jaguar, state="approval_pending")
    make_step(make_case(membership.approval_subject))
    submit(membership.approval_subject, by=acting(olga))
    page = words_of(browse(olga).get(f"{page_of(membership)}state/?to=proposed"))
    assert "Its approval round ends" in page


@pytest.mark.parametrize(
    ("person", "status"), [("olga", 200), ("hugo", 200), ("ana", 403), ("victor", 403), ("oscar", 403)]
)
def test_only_its_keepers_change_its_state(browse, cast, office, jaguar, person, status):
    membership = make_membership(office, body=jaguar)
    assert browse(cast[person]).get(f"{page_of(membership)}state/").status_code == status
    assert browse(cast[person]).get(page_of(membership)).status_code == 200


def test_a_state_of_activities_is_none_of_memberships(browse, olga, office, jaguar):
    membership = make_membership(office, body=jaguar)
    assert browse(olga).get(f"{page_of(membership)}state/?to=delivered").status_code == 404


def test_a_membership_is_active_since_its_own_beginning(browse, olga, jaguar):
    client = browse(olga)
    client.post(NEW, filled(member_country="MX", starts="2021", state="active"))
    assert "Active since 2021" in words_of(client.get(page_of(Membership.objects.get())))


def test_its_dates_are_changed_with_a_reason_and_a_stale_form_is_joined(browse, olga, otto, jaguar):
    client = browse(olga)
    client.post(NEW, filled(member_country="MX", starts="2021", state="active"))
    membership = Membership.objects.get()
    address = f"{page_of(membership)}edit/"
    sent = as_opened(client, address)
    assert (sent["starts"], sent["role"]) == ("2021", "member")
    assert client.post(address, sent | {"starts": "2020", "ends": "2019"}).status_code == 422
    assert client.post(address, sent | {"starts": "2020-05", "reason": "Misread"}).status_code == 302
    assert "Active since May 2020" in words_of(client.get(page_of(membership)))
    assert browse(otto).post(address, sent | {"starts": "2018"}).status_code == 409


def test_who_does_not_keep_a_membership_cannot_change_it(browse, olga, victor, jaguar):
    browse(olga).post(NEW, filled(member_country="MX"))
    address = page_of(Membership.objects.get())
    assert browse(victor).get(f"{address}edit/").status_code == 403
    assert "edit/" not in browse(victor).get(address).content.decode()
