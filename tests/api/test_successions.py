"""Institutions over time through the API: what came before and after, when they existed, what they were called."""

import datetime as dt

import pytest

from institutions.actions.institutions import create_institution
from institutions.actions.names import NewName
from institutions.models import Succession
from tests.api.conftest import codes, places
from tests.factories import make_act, make_agreement, make_institution, maker, party_of


@pytest.fixture
def police(db):
    return make_institution("Federal Police")


@pytest.fixture
def guard(db):
    return make_institution("National Guard")


def path(institution, rest=""):
    return f"institutions/{institution.uid}/{rest}"


def given(before, after, **values):
    named = {"predecessors": [str(each.uid) for each in before], "successors": [str(each.uid) for each in after]}
    return {"kind": "succeeded", **named, **values}


def test_a_succession_stands_in_both_institutions(calling, olga, police, guard):
    caller = calling(olga)
    tag = caller.tag(path(guard))
    body = given([police], [guard], happened="2019-12-31", source="Official gazette", reason="Read there")
    response = caller.post(path(guard, "successions/"), body, if_match=tag)
    assert response.status_code == 201, response.content
    (before,) = response.json()["predecessors"]
    assert (before["institution"]["name"], before["kind"], before["happened"], before["source"]) == (
        "Federal Police", "succeeded", "2019-12-31", "Official gazette",
    )  # fmt: skip
    (after,) = caller.get(path(police)).json()["successors"]
    assert (after["id"], after["institution"]["name"]) == (before["id"], "National Guard")
    assert response["ETag"] == caller.tag(path(guard)) != tag
    assert caller.post(path(guard, "successions/"), body, if_match=tag).status_code == 412


def test_what_cannot_be_is_said(calling, olga, police, guard):
    caller = calling(olga)
    nobody = caller.post(path(make_institution(), "successions/"), given([police], [guard]))
    assert (nobody.status_code, places(nobody)) == (400, ["#/successors"])
    several = caller.post(path(police, "successions/"), given([police, make_institution()], [guard], kind="renamed"))
    assert (several.status_code, places(several)) == (400, ["#/predecessors"])
    caller.post(path(police, "successions/"), given([police], [guard]))
    circle = caller.post(path(police, "successions/"), given([guard], [police]))
    assert (circle.status_code, codes(circle)) == (409, ["circular_succession"])
    assert Succession.objects.count() == 1


def test_it_is_changed_and_taken_away_from_either_end(calling, olga, police, guard):
    caller = calling(olga)
    caller.post(path(police, "successions/"), given([police], [guard]))
    address = path(guard, f"successions/{Succession.objects.get().uid}/")
    assert caller.patch(address, {"happened": "2019"}).status_code == 428
    changed = caller.patch(address, {"happened": "2019"}, if_match=caller.tag(path(guard)))
    assert changed.json()["predecessors"][0]["happened"] == "2019"
    silent = caller.delete(address, if_match="*")
    assert (silent.status_code, places(silent)) == (400, ["reason"])
    gone = caller.delete(f"{address}?reason=Wrong", if_match=caller.tag(path(guard)))
    assert (gone.status_code, gone.json()["predecessors"]) == (200, [])


def test_a_reader_does_not_write(calling, victor, police, guard):
    assert calling(victor).post(path(police, "successions/"), given([police], [guard])).status_code == 403


def test_dates_of_existence_are_kept_with_their_source(calling, olga, police):
    caller = calling(olga)
    dates = {"established": "2009-06-01", "dissolved": "2019", "existence_source": "Official gazette"}
    changed = caller.patch(path(police), dates, if_match=caller.tag(path(police)))
    assert {name: changed.json()[name] for name in dates} == dates
    wrong = caller.patch(path(police), {"dissolved": "2008"}, if_match="*")
    assert (wrong.status_code, places(wrong)) == (400, ["#/dissolved"])


def test_a_party_has_the_name_of_its_agreements_time_and_a_link_with_todays(calling, victor, office):
    turn = dt.date(2019, 12, 31)
    names = [NewName("National Guard", "en", valid_from=turn), NewName("Federal Police", "en", valid_until=turn)]
    body = create_institution(by=maker(), names=names, kind="police")
    agreement = make_agreement(office, parties=[body, make_institution()])
    make_act(agreement, on="2010-05", party=party_of(agreement, body))
    party = calling(victor).get(f"agreements/{agreement.reference}/").json()["parties"][0]
    assert (party["name"], party["institution"]["name"]) == ("Federal Police", "National Guard")
