"""Links for contacts outside through the API: officers send, list and revoke them, and never read their address."""

import pytest

from approvals.links import token_of
from approvals.models import DecisionLink
from institutions.actions.contacts import NewContact, add_contact
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_institution, make_pending_agreement, maker


@pytest.fixture
def contact(db):
    new = NewContact(role="Liaison officer", name="Eva Example", email="eva@example.org")
    return add_contact(by=maker(), institution=make_institution("Europol"), contact=new)


@pytest.fixture
def address(office, olga):
    _agreement, steps = make_pending_agreement(office, by=acting(olga), steps={"is_outside": True})
    return f"approvals/steps/{steps[0].uid}/"


def test_an_officer_sends_a_link_which_is_listed_without_its_address(calling, otto, contact, address):
    caller = calling(otto)
    response = caller.post(f"{address}links/", {"contact": contact.pk}, if_match=caller.tag(address))
    assert response.status_code == 201
    sent = response.json()
    assert (sent["contact"]["name"], sent["sent_by"]["username"], sent["dead_because"]) == ("Eva Example", "otto", None)
    page = caller.get(f"{address}links/")
    assert page.json()["results"] == [sent]
    assert token_of(DecisionLink.objects.get()).split(".")[0] not in page.content.decode()


def test_a_link_is_sent_again_and_revoked_once(calling, otto, contact, address):
    caller = calling(otto)
    link = caller.post(f"{address}links/", {"contact": contact.pk}).json()
    root = f"approvals/links/{link['id']}/"
    assert caller.post(f"{root}letters/").status_code == 201
    assert caller.post(f"{root}revocations/").json()["dead_because"] == "revoked"
    refused = caller.post(f"{root}revocations/")
    assert (refused.status_code, codes(refused)) == (409, ["link_revoked"])
    assert refused.json()["present"]["dead_because"] == "revoked"
    assert codes(caller.post(f"{root}letters/")) == ["link_revoked"]


def test_others_neither_send_nor_read_nor_revoke(calling, otto, ana, oscar, contact, address):
    link = calling(otto).post(f"{address}links/", {"contact": contact.pk}).json()
    for who in (ana, oscar):
        caller = calling(who)
        assert caller.get(f"{address}links/").status_code == 403
        assert caller.post(f"{address}links/", {"contact": contact.pk}).status_code == 403
        assert caller.post(f"approvals/links/{link['id']}/revocations/").status_code == 403
    assert DecisionLink.objects.filter(revoked_at=None).count() == 1


def test_a_link_of_a_restricted_record_answers_as_that_of_none(calling, office, olga, otto, oscar, contact):
    _agreement, steps = make_pending_agreement(
        office, by=acting(olga), officer=otto, classification="restricted", steps={"is_outside": True}
    )
    link = calling(otto).post(f"approvals/steps/{steps[0].uid}/links/", {"contact": contact.pk}).json()
    for deed in ("revocations", "letters"):
        assert calling(oscar).post(f"approvals/links/{link['id']}/{deed}/").status_code == 404


def test_what_cannot_be_taken_is_told_with_its_place(calling, office, olga, otto, contact, address):
    caller = calling(otto)
    assert places(caller.post(f"{address}links/", {"contact": contact.pk, "valid_days": 91})) == ["#/valid_days"]
    assert places(caller.post(f"{address}links/", {"contact": contact.pk + 1000})) == ["#/contact"]
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    assert caller.post(f"approvals/steps/{steps[0].uid}/links/", {"contact": contact.pk}).status_code == 403
