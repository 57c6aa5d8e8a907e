"""Acts through the API: recorded as a source states them, corrected by superseding."""

import pytest

from agreements.models import Act
from tests.api.conftest import codes, places
from tests.factories import make_act, make_agreement, make_institution, party_of

SOURCE = "Joint press release"


@pytest.fixture
def europol(db):
    return make_institution("Europol", kind="eu_agency")


@pytest.fixture
def agreement(office, olga, europol):
    return make_agreement(office, stage="approved", parties=[europol, make_institution("SSPC")])


@pytest.fixture
def path(agreement):
    return f"agreements/{agreement.reference}/"


@pytest.mark.parametrize(
    ("given", "date", "precision"),
    [
        ({"date": "2020-07-20"}, "2020-07-20", "day"),
        ({"date": "2020-07-20", "precision": "day"}, "2020-07-20", "day"),
        ({"date": "2020-07"}, "2020-07", "month"),
        ({"date": "2020"}, "2020", "year"),
        ({"date": "2020", "precision": "year"}, "2020", "year"),
        ({"date": "2020-01-01", "precision": "year"}, "2020", "year"),
        ({"date": "2020-07-01", "precision": "month"}, "2020-07", "month"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(calling, olga, agreement, path, given, date, precision):
    response = calling(olga).post(f"{path}acts/", {"kind": "adoption", "source": SOURCE, **given})
    assert response.status_code == 201
    assert (response.json()["date"], response.json()["precision"]) == (date, precision)


def test_a_party_is_named_by_its_own_id_or_its_institutions(calling, olga, agreement, europol, path):
    caller = calling(olga)
    party = party_of(agreement, europol)
    for name in (party.uid, europol.uid):
        act = {"kind": "declaration", "party": str(name), "date": "2020", "source": SOURCE}
        assert caller.post(f"{path}acts/", act).json()["party"]["id"] == str(party.uid)
    everyone = caller.post(f"{path}acts/", {"kind": "adoption", "party": None, "date": "2020", "source": SOURCE})
    assert everyone.json()["party"] is None


def test_a_recorded_act_is_in_the_record_and_at_its_address(calling, olga, europol, path):
    caller = calling(olga)
    tag = caller.tag(path)
    given = {
        "kind": "signature",
        "party": str(europol.uid),
        "date": "2020-07-20",
        "source": SOURCE,
        "source_quote": "signed on Monday",
        "source_url": "https://example.org/release",
        "standing": "confirmed",
        "received_on": "2020-07-21",
        "note": "In The Hague",
    }
    response = caller.post(f"{path}acts/", given)
    act = response.json()
    assert {name: act[name] for name in given if name != "party"} == {k: v for k, v in given.items() if k != "party"}
    assert act["is_authoritative"] is True
    assert act["recorded_by"]["username"] == "olga"
    assert caller.get(response["Location"]).json() == act
    assert caller.get(path).json()["acts"] == caller.get(f"{path}acts/").json()["results"] == [act]
    assert response["ETag"] == caller.tag(path) != tag


def test_a_differing_source_stands_beside_the_first_unless_it_is_made_to_count(calling, olga, agreement, europol, path):
    make_act(agreement, party=party_of(agreement, europol), on="2020-07-01")
    caller = calling(olga)
    given = {"kind": "signature", "party": str(europol.uid), "source": SOURCE}
    assert caller.post(f"{path}acts/", {**given, "date": "2020-07-20"}).json()["is_authoritative"] is False
    counts = caller.post(f"{path}acts/", {**given, "date": "2020-07-21", "make_authoritative": True}).json()
    assert counts["is_authoritative"] is True
    assert [act["is_authoritative"] for act in caller.get(path).json()["acts"]] == [False, False, True]


def test_a_correction_supersedes_and_keeps_what_it_does_not_change(calling, olga, agreement, europol, path):
    entry = make_act(agreement, party=party_of(agreement, europol), on="2020-07-01", note="In The Hague")
    caller = calling(olga)
    response = caller.post(f"{path}acts/{entry.uid}/corrections/", {"date": "2020-07-20", "reason": "Misread"})
    assert response.status_code == 201
    corrected = response.json()
    assert (corrected["date"], corrected["note"], corrected["supersedes"]) == (
        "2020-07-20",
        "In The Hague",
        str(entry.uid),
    )
    assert corrected["party"]["institution"] == str(europol.uid)
    earlier = caller.get(f"{path}acts/{entry.uid}/").json()
    assert earlier["recorded_until"] is not None
    again = caller.post(f"{path}acts/{entry.uid}/corrections/", {"date": "2020-07-21", "reason": "Misread"})
    assert (again.status_code, codes(again)) == (409, ["already_superseded"])


def test_a_correction_says_what_was_wrong(calling, olga, agreement, path):
    entry = make_act(agreement, kind="adoption", on="2020")
    response = calling(olga).post(f"{path}acts/{entry.uid}/corrections/", {"date": "2021"})
    assert (response.status_code, places(response)) == (400, ["#/reason"])


def test_a_correction_to_an_act_that_is_entered_already_does_not_count_twice(calling, olga, agreement, europol, path):
    party = party_of(agreement, europol)
    make_act(agreement, kind="ratification", party=party, on="2020-07-01")
    mistaken = make_act(agreement, kind="acceptance", party=party, on="2020-07-01")
    caller = calling(olga)
    body = {"kind": "ratification", "date": "2020-07-02", "reason": "It was a ratification"}
    response = caller.post(f"{path}acts/{mistaken.uid}/corrections/", body)
    assert response.status_code == 201
    assert response.json()["is_authoritative"] is False


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "handshake"}, "#/kind"),
        ({"kind": None}, "#/kind"),
        ({"date": "2999-01-01"}, "#/date"),
        ({"date": "2999"}, "#/date"),
        ({"date": "20/07/2020"}, "#/date"),
        ({"date": "2020-13"}, "#/date"),
        ({"date": "0000"}, "#/date"),
        ({"date": "٢٠٢٠"}, "#/date"),
        ({"date": 2020}, "#/date"),
        ({"date": None}, "#/date"),
        ({"date": "2020", "precision": "day"}, "#/precision"),
        ({"date": "2020-07-20", "precision": "month"}, "#/precision"),
        ({"precision": "decade"}, "#/precision"),
        ({"party": "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"}, "#/party"),
        ({"party": "Europol"}, "#/party"),
        ({"party": 17}, "#/party"),
        ({"kind": "adoption"}, "#/party"),
        ({"source": ""}, "#/source"),
        ({"source": "a" * 501}, "#/source"),
        ({"source": "nul\x00"}, "#/source"),
        ({"source_url": "javascript:alert(1)"}, "#/source_url"),
        ({"received_on": "2020-07-01"}, "#/received_on"),
        ({"standing": "rumoured"}, "#/standing"),
        ({"make_authoritative": "yes"}, "#/make_authoritative"),
        ({"recorded_by": "olga"}, "#/recorded_by"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(calling, olga, europol, path, change, where):
    given = {"kind": "signature", "party": str(europol.uid), "date": "2020-07-20", "source": SOURCE, **change}
    response = calling(olga).post(f"{path}acts/", given)
    assert response.status_code == 400
    assert places(response) == [where]
    assert not Act.objects.exists()


def test_what_a_source_says_will_be_may_lie_ahead(calling, olga, path):
    given = {"kind": "entry_into_force", "date": "2999-01-01", "source": SOURCE}
    assert calling(olga).post(f"{path}acts/", given).status_code == 201


def test_only_its_keepers_record_acts(calling, victor, agreement, path):
    given = {"kind": "adoption", "date": "2020", "source": SOURCE}
    assert calling(victor).post(f"{path}acts/", given).status_code == 403


def test_an_act_of_another_agreement_is_not_found(calling, office, olga, path):
    entry = make_act(make_agreement(office), kind="adoption", on="2020")
    caller = calling(olga)
    assert caller.get(f"{path}acts/{entry.uid}/").status_code == 404
    assert caller.post(f"{path}acts/{entry.uid}/corrections/", {"reason": "x"}).status_code == 404


def test_a_withdrawal_says_which_notice_it_withdraws(calling, olga, agreement, europol, path):
    caller = calling(olga)
    notice = make_act(agreement, kind="notice_of_denunciation", party=party_of(agreement, europol), on="2026-01-10")
    given = {"kind": "withdrawal_of_notice", "party": str(europol.uid), "date": "2026-01-20", "source": SOURCE}
    response = caller.post(f"{path}acts/", given)
    assert (response.status_code, list(places(response))) == (400, ["#/refers_to"])
    answered = caller.post(f"{path}acts/", {**given, "refers_to": str(notice.uid)})
    assert (answered.status_code, answered.json()["refers_to"]) == (201, str(notice.uid))


def test_an_act_out_of_order_is_told_with_a_code_and_taken_when_confirmed(calling, olga, agreement, path):
    caller = calling(olga)
    make_act(agreement, on="2020-07-20")
    given = {"kind": "entry_into_force", "date": "2019-12-19", "source": SOURCE}
    response = caller.post(f"{path}acts/", given)
    assert (response.status_code, codes(response)) == (409, ["entry_before_signature"])
    unexplained = caller.post(f"{path}acts/", {**given, "confirm": True})
    assert (unexplained.status_code, list(places(unexplained))) == (400, ["#/reason"])
    confirmed = caller.post(f"{path}acts/", {**given, "confirm": True, "reason": "As the gazette has it"})
    assert confirmed.status_code == 201


def test_an_entry_is_chosen_to_count(calling, olga, agreement, europol, path):
    caller = calling(olga)
    first = make_act(agreement, party=party_of(agreement, europol), on="2020-07-20")
    second = make_act(agreement, party=party_of(agreement, europol), on="2020-07-01")
    address = f"{path}acts/{second.uid}/choose/"
    assert caller.post(address, {}).status_code == 400
    response = caller.post(address, {"reason": "The gazette is the better source"})
    assert (response.status_code, response.json()["is_authoritative"]) == (200, True)
    assert response.headers["ETag"]
    assert not Act.objects.get(pk=first.pk).is_authoritative
    assert codes(caller.post(address, {"reason": "Again"})) == ["counts_already"]


def test_a_viewer_does_not_choose(calling, victor, agreement, path):
    entry = make_act(agreement, on="2020-07-20")
    assert calling(victor).post(f"{path}acts/{entry.uid}/choose/", {"reason": "Because"}).status_code == 403
