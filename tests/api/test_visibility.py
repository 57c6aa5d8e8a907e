"""What is restricted answers as if it did not exist: in lists, counts, filters, links, histories and errors."""

import pytest

from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_pending_agreement,
    make_step,
)

PARTS = ["", "history/", "transitions/", "acts/", "approvals/"]
PER_REQUEST = {"X-Request-ID"}


@pytest.fixture
def europol(db):
    return make_institution("Europol")


@pytest.fixture
def hidden(office, olga, europol):
    agreement = make_agreement(
        office, title="Secret arrangement", classification="restricted", officer=olga, parties=[europol]
    )
    make_act(agreement, kind="adoption", on="2020")
    return agreement


def same(first, second, old, new):
    """Whether two answers are equal byte for byte, but for the address that was asked for."""
    headers = [{k: v for k, v in each.headers.items() if k not in PER_REQUEST} for each in (first, second)]
    bodies = [first.content.replace(old.encode(), b"?"), second.content.replace(new.encode(), b"?")]
    headers = [{k: v for k, v in each.items() if k != "Content-Length"} for each in headers]
    return first.status_code == second.status_code and headers[0] == headers[1] and bodies[0] == bodies[1]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("method", ["get", "post", "patch", "put", "delete"])
def test_every_address_of_it_answers_as_that_of_none(calling, hidden, oscar, part, method):
    client = calling(oscar).client
    addresses = [f"/api/v1/agreements/{reference}/{part}" for reference in (hidden.reference, "LIS-WA-2026-9999")]
    answers = [getattr(client, method)(address, {}, content_type="application/json") for address in addresses]
    assert answers[0].status_code in (404, 405)
    assert same(*answers, *addresses)


def test_its_acts_and_steps_answer_as_those_of_none(calling, office, olga, oscar):
    agreement, steps = make_pending_agreement(office, classification="restricted", officer=olga)
    act = make_act(agreement, kind="adoption", on="2020")
    caller = calling(oscar)
    assert caller.get(f"agreements/{agreement.reference}/acts/{act.uid}/").status_code == 404
    assert caller.get(f"agreements/{agreement.reference}/approvals/{steps[0].uid}/").status_code == 404
    address = f"agreements/{agreement.reference}/approvals/{steps[0].uid}/decisions/"
    assert caller.post(address, {"outcome": "approved"}).status_code == 404


def test_it_is_in_no_list_count_or_filter(calling, hidden, europol, oscar, olga):
    for person, expected in ((oscar, 0), (olga, 1)):
        caller = calling(person)
        for filters in ({}, {"institution": europol.uid}, {"q": "secret"}, {"q": "europol"}, {"stage": "proposed"}):
            found = caller.get("agreements/", count="true", **filters).json()
            assert (len(found["results"]), found["count"]) == (expected, expected), (person, filters)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("olga", True),
        ("hugo", True),
        ("aude", True),
        ("otto", False),
        ("ana", False),
        ("victor", False),
        ("adam", False),
        ("nadia", False),
        ("oscar", False),
    ],
)
def test_who_sees_it(calling, hidden, cast, name, sees):
    response = calling(cast[name]).get(f"agreements/{hidden.reference}/")
    assert response.status_code == (200 if sees else 404)


def test_the_decider_of_a_step_sees_it(calling, hidden, europol, victor):
    make_step(make_case(hidden.approval_subject, europol), responsible=victor)
    assert calling(victor).get(f"agreements/{hidden.reference}/").status_code == 200


def test_an_activity_shows_no_link_to_it(calling, office, hidden, olga, otto):
    shown = make_agreement(office)
    activity = make_activity(office, agreements=[hidden, shown])
    path = f"activities/{activity.reference}/"
    for person, expected in ((olga, 2), (otto, 1)):
        caller = calling(person)
        assert len(caller.get(path).json()["agreements"]) == expected
        assert len(caller.get("activities/", agreement=hidden.reference).json()["results"]) == expected - 1
        history = caller.get(f"{path}history/").content.decode()
        assert (hidden.reference in history) is (expected == 2)
        assert history.count('"type":"activity_agreement"') == expected


def test_an_activity_under_it_alone_is_hidden_with_it(calling, office, hidden, olga, otto):
    activity = make_activity(office, agreements=[hidden])
    assert calling(olga).get(f"activities/{activity.reference}/").status_code == 200
    assert calling(otto).get(f"activities/{activity.reference}/").status_code == 404
    assert calling(otto).get("activities/", count="true").json()["count"] == 0


def test_naming_it_in_a_body_tells_no_more_than_naming_none(calling, office, hidden, otto):
    caller = calling(otto)
    bodies = [
        {"kind": "advice", "titles": {"en": "Advice"}, "agreements": [{"agreement": reference}]}
        for reference in (hidden.reference, "LIS-WA-2026-9999")
    ]
    answers = [caller.post("activities/", body) for body in bodies]
    assert [each.status_code for each in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
