"""Memberships through the API: registered at the state they have, moved by named transitions, approved."""

import pytest

from activities.models import Membership
from tests.api.conftest import codes, places
from tests.factories import make_institution, make_membership


@pytest.fixture
def network(db):
    return make_institution("Jaguar", kind="network")


def test_a_membership_of_a_country_is_registered(calling, olga, network):
    given = {"member_country": "MX", "role": "observer", "starts": "2019-05", "source": "Press release"}
    response = calling(olga).post("memberships/", {"body": str(network.uid), **given})
    assert response.status_code == 201, response.content
    found = response.json()
    assert {name: found[name] for name in given} == given
    assert (found["state"], found["office"]["code"], found["body"]["name"]) == ("proposed", "LIS", "Jaguar")
    assert calling(olga).get(response["Location"]).json() == found


def test_one_of_an_institution_is_taken_over_at_its_state(calling, olga, network):
    police = make_institution("Police")
    given = {"body": str(network.uid), "member": str(police.uid), "state": "active"}
    found = calling(olga).post("memberships/", given).json()
    assert (found["member"]["name"], found["member_country"], found["state"]) == ("Police", None, "active")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "#/member"),
        ({"member_country": "XX"}, "#/member_country"),
        ({"member_country": "MX", "state": "lapsed"}, "#/state"),
        ({"member_country": "MX", "starts": "soon"}, "#/starts"),
        ({"member_country": "MX", "starts": "2020", "ends": "2019"}, "#/ends"),
        ({"member_country": "MX", "rank": 1}, "#/rank"),
    ],
)
def test_what_cannot_be_taken_is_said(calling, olga, network, given, place):
    response = calling(olga).post("memberships/", {"body": str(network.uid), **given})
    assert (response.status_code, places(response)) == (400, [place])
    assert not Membership.objects.exists()


def test_only_officers_and_heads_register(calling, victor, network):
    given = {"body": str(network.uid), "member_country": "MX"}
    assert calling(victor).post("memberships/", given).status_code == 403


def test_its_state_moves_by_named_transitions(calling, office, olga, ana, oscar):
    membership = make_membership(office)
    caller, path = calling(olga), f"memberships/{membership.uid}/"
    offered = caller.get(f"{path}transitions/").json()["results"]
    assert [(each["to"], each["is_open"]) for each in offered] == [("approval_pending", False), ("ended", True)]
    early = caller.post(f"{path}transitions/", {"to": "approval_pending"}, if_match=caller.tag(path))
    assert (early.status_code, codes(early)) == (409, ["approval_steps_missing"])

    step = caller.post(f"{path}approvals/", {"kind": "executive_approval"}).json()
    moved = caller.post(f"{path}transitions/", {"to": "approval_pending"}, if_match=caller.tag(path))
    assert (moved.status_code, moved.json()["state"]) == (200, "approval_pending")
    decided = calling(ana).post(f"{path}approvals/{step['id']}/decisions/", {"outcome": "approved"})
    assert decided.status_code == 201, decided.content
    active = caller.post(f"{path}transitions/", {"to": "active", "on": "2026-03-01"}, if_match=caller.tag(path))
    assert (active.json()["state"], active.json()["state_since"]) == ("active", "2026-03-01")

    assert caller.post(f"{path}transitions/", {"to": "ended", "reason": "x"}).status_code == 428
    assert calling(oscar).post(f"{path}transitions/", {"to": "ended"}, if_match="*").status_code == 403
    silent = caller.post(f"{path}transitions/", {"to": "ended"}, if_match="*")
    assert (silent.status_code, codes(silent)) == (409, ["reason_missing"])
