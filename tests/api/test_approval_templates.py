"""Templates of routes through the API: read by members of an office, kept by administrators."""

import pytest

from tests.api.conftest import codes, places
from tests.factories import make_agreement, make_case, make_institution, make_pending_agreement

STEPS = [{"kind": "legal_opinion", "length": 10, "length_unit": "working_days"}, {"kind": "mandate", "order": 2}]
NEW = {"code": "short", "subject_kind": "agreement", "names": {"en": "Short"}, "steps": STEPS}


@pytest.fixture
def made(calling, adam):
    return calling(adam).post("approvals/route-templates/", {**NEW, "countries": ["MX"]}).json()


def test_an_administrator_makes_one_and_changes_it(calling, adam, made):
    caller, address = calling(adam), made["url"]
    assert [(each["kind"], each["order"], each["length"]) for each in made["steps"]] == [
        ("legal_opinion", 1, 10), ("mandate", 2, None),
    ]  # fmt: skip
    tag = caller.tag(address)
    assert caller.patch(address, {"is_active": False}).status_code == 428
    changed = caller.patch(address, {"steps": STEPS[:1], "is_active": False, "reason": "Shorter"}, if_match=tag)
    assert (len(changed.json()["steps"]), changed.json()["is_active"]) == (1, False)
    assert caller.patch(address, {"is_active": True}, if_match=tag).status_code == 412


def test_a_code_is_given_once(calling, adam, made):
    refused = calling(adam).post("approvals/route-templates/", NEW)
    assert (refused.status_code, codes(refused)) == (409, ["duplicate_code"])


def test_others_read_only_and_outsiders_not_at_all(calling, hugo, victor, nadia, made):
    assert calling(hugo).post("approvals/route-templates/", NEW).status_code == 403
    assert calling(hugo).patch(made["url"], {"is_active": False}, if_match="*").status_code == 403
    assert calling(victor).get(made["url"]).json() == made
    assert made in calling(victor).get("approvals/route-templates/").json()["results"]
    assert calling(nadia).get("approvals/route-templates/").status_code == 403
    assert calling(nadia).get(made["url"]).status_code == 403


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"code": "with space"}, "#/code"),
        ({"subject_kind": "treaty"}, "#/subject_kind"),
        ({"names": {}}, "#/names"),
        ({"countries": ["XX"]}, "#/countries/0"),
        ({"institution_kinds": ["club"]}, "#/institution_kinds/0"),
        ({"steps": []}, "#/steps"),
        ({"steps": [{"kind": "coffee"}]}, "#/steps/0/kind"),
        ({"steps": [{"kind": "mandate", "only_if": {"weather": ["fine"]}}]}, "#/steps/0/only_if"),
        ({"steps": [{"kind": "mandate", "only_if": {"personal_data": ["perhaps"]}}]}, "#/steps/0/only_if"),
        ({"steps": [{"kind": "mandate", "is_outside": True, "quorum": 2}]}, "#/steps/0/quorum"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(calling, adam, change, where):
    response = calling(adam).post("approvals/route-templates/", {**NEW, **change})
    assert (response.status_code, places(response)) == (400, [where])


def test_those_meant_for_a_side_come_closest_first(calling, office, otto, oscar, adam, made):
    calling(adam).post("approvals/route-templates/", {**NEW, "code": "for-all"})
    calling(adam).post("approvals/route-templates/", {**NEW, "code": "for-spain", "countries": ["ES"]})
    agreement = make_agreement(office, parties=[make_institution(country="MX"), make_institution()])
    mexican = make_case(agreement.approval_subject, agreement.parties.order_by("id").first().institution)
    answer = calling(otto).get("approvals/route-templates/", **{"for": str(mexican.uid)})
    found = [each["code"] for each in answer.json()["results"]]
    assert found.index("short") < found.index("for-all")
    assert "for-spain" not in found
    assert places(calling(otto).get("approvals/route-templates/", **{"for": "mexico"})) == ["for"]


def test_the_side_of_a_restricted_record_is_as_unknown_as_none(calling, office, oscar, made):
    _agreement, (step, *_rest) = make_pending_agreement(office, classification="restricted")
    hidden, none = (
        calling(oscar).get("approvals/route-templates/", **{"for": uid}).json()["errors"]
        for uid in (str(step.case.uid), "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01")
    )
    assert hidden == none
