"""Routes from templates, for sides of a record that may have no track yet."""

import pytest

from approvals.models import Case
from tests.api.conftest import codes, places
from tests.cast import acting
from tests.factories import make_activity, make_agreement, make_institution, make_membership, make_pending_agreement

STEPS = [{"kind": "legal_opinion"}, {"kind": "executive_approval", "order": 2, "role": "head"}]


@pytest.fixture
def template(calling, adam):
    made = {"code": "mexican", "subject_kind": "agreement", "names": {"en": "Mexican"}, "countries": ["MX"]}
    return calling(adam).post("approvals/route-templates/", {**made, "steps": STEPS}).json()


def test_those_meant_for_a_party_are_proposed_and_one_is_laid_out(calling, office, otto, template):
    mexico, spain = make_institution(country="MX"), make_institution(country="ES")
    agreement = make_agreement(office, parties=[mexico, spain])
    record = f"agreements/{agreement.reference}/"
    caller, address = calling(otto), f"{record}approvals/routes/"
    assert "mexican" in [each["code"] for each in caller.get(address, party=str(mexico.uid)).json()["results"]]
    assert "mexican" not in [each["code"] for each in caller.get(address, party=str(spain.uid)).json()["results"]]
    response = caller.post(address, {"party": str(mexico.uid), "template": "mexican"}, if_match=caller.tag(record))
    assert response.status_code == 201
    laid_out = response.json()["results"]
    assert [(each["kind"], each["role"]) for each in laid_out] == [
        ("legal_opinion", ""),
        ("executive_approval", "head"),
    ]
    assert {each["party"]["institution"] for each in laid_out} == {str(mexico.uid)}
    assert response["ETag"] == caller.tag(record)
    assert caller.post(address, {"party": str(mexico.uid), "template": "mexican"}).status_code == 201
    assert Case.objects.get().steps.count() == 2


def test_what_cannot_be_taken_is_told(calling, office, olga, otto, victor, nadia, template):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    party = str(steps[0].case.institution.uid)
    address = f"agreements/{agreement.reference}/approvals/routes/"
    caller = calling(otto)
    assert places(caller.get(address)) == ["party"]
    assert places(caller.get(address, party="mexico")) == ["party"]
    assert places(caller.post(address, {"party": party, "template": "none"})) == ["#/template"]
    assert places(caller.post(address, {"template": "mexican"})) == ["#/party"]
    refused = caller.post(address, {"party": party, "template": "mexican"})
    assert (refused.status_code, codes(refused)) == (409, ["route_in_use"])
    assert len(refused.json()["present"]["results"]) == 2
    stale = f'"{agreement.uid.hex[:8]}-1-{"0" * 16}"'
    assert caller.post(address, {"party": party, "template": "mexican"}, if_match=stale).status_code == 412
    assert calling(victor).post(address, {"party": party, "template": "mexican"}).status_code == 403


@pytest.mark.parametrize("kind", ["activity", "membership"])
def test_the_offices_own_side_has_routes_too(calling, office, otto, adam, kind):
    made = {"code": "own", "subject_kind": kind, "names": {"en": "Own"}, "steps": STEPS}
    calling(adam).post("approvals/route-templates/", made)
    record = make_activity(office) if kind == "activity" else make_membership(office)
    path = f"activities/{record.reference}/" if kind == "activity" else f"memberships/{record.uid}/"
    caller = calling(otto)
    assert "own" in [each["code"] for each in caller.get(f"{path}approvals/routes/").json()["results"]]
    response = caller.post(f"{path}approvals/routes/", {"template": "own"})
    assert [each["kind"] for each in response.json()["results"]] == ["legal_opinion", "executive_approval"]
