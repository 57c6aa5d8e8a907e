"""ETag, If-None-Match and If-Match: nobody's change is lost, and nothing is sent twice."""

import pytest

from agreements.actions import change_agreement
from agreements.models import Agreement
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from tests.cast import acting
from tests.factories import make_agreement, make_institution, maker

STRANGE = '"00000000-1-0123456789abcdef"'


@pytest.fixture
def agreement(office, olga):
    return make_agreement(office, title="Arrangement", officer=olga)


@pytest.fixture
def path(agreement):
    return f"agreements/{agreement.reference}/"


def test_an_unchanged_record_is_not_sent_again(calling, olga, path):
    caller = calling(olga)
    tag = caller.tag(path)
    again = caller.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert caller.get(path, headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    assert caller.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_is_another_after_a_change_in_another_language_and_with_other_fields(calling, olga, agreement, path):
    caller = calling(olga)
    tag = caller.tag(path)
    assert tag.startswith('"')
    assert caller.get(path, headers={"Accept-Language": "es"})["ETag"] != tag
    assert caller.get(path, fields="stage")["ETag"] != tag
    change_agreement(by=acting(olga), agreement=agreement, summary="New")
    assert caller.tag(path) != tag


def test_the_tag_is_another_when_a_party_takes_another_name(calling, office, olga):
    police = make_institution("Federal Police")
    agreement = make_agreement(office, parties=[police, make_institution()])
    caller = calling(olga)
    tag = caller.tag(f"agreements/{agreement.reference}/")
    change_institution(by=maker(), institution=police, names=[NewName("National Guard", language="en")])
    assert caller.tag(f"agreements/{agreement.reference}/") != tag


def test_a_change_needs_the_version_it_changes(calling, olga, agreement, path):
    response = calling(olga).patch(path, {"summary": "New"})
    assert response.status_code == 428
    assert response.json()["type"] == "urn:entente:problem:precondition-required"
    assert Agreement.objects.get(pk=agreement.pk).summary == ""


def test_a_change_of_the_present_version_is_made_and_answers_the_next_tag(calling, olga, path):
    caller = calling(olga)
    tag = caller.tag(path)
    response = caller.patch(path, {"summary": "New"}, if_match=tag)
    assert response.status_code == 200
    assert response.json()["summary"] == "New"
    assert response["ETag"] == caller.tag(path) != tag


def test_of_two_changes_to_one_version_the_second_is_refused(calling, olga, otto, path):
    first, second = calling(olga), calling(otto)
    tag = first.tag(path)
    assert first.patch(path, {"summary": "Hers"}, if_match=tag).status_code == 200
    response = second.patch(path, {"summary": "His"}, if_match=tag)
    assert response.status_code == 412
    assert response.json()["errors"][0]["code"] == "stale"
    assert first.get(path).json()["summary"] == "Hers"


def test_the_version_is_compared_again_under_the_lock(calling, olga, otto, agreement, path, monkeypatch):
    """Somebody else's change lands between the first comparison and the lock."""
    caller = calling(olga)
    tag = caller.tag(path)

    def change_meanwhile(**values):
        change_agreement(by=acting(otto), agreement=agreement, summary="His")
        return change_agreement(**values)

    monkeypatch.setattr("agreements.api.views.change_agreement", change_meanwhile)
    assert caller.patch(path, {"summary": "Hers"}, if_match=tag).status_code == 412
    assert Agreement.objects.get(pk=agreement.pk).summary == "His"


@pytest.mark.parametrize("wrong", ["garbage", '"garbage"', STRANGE, "W/{tag}", '""'])
def test_a_tag_that_names_no_present_version_is_stale(calling, olga, path, wrong):
    caller = calling(olga)
    response = caller.patch(path, {"summary": "New"}, if_match=wrong.format(tag=caller.tag(path)))
    assert response.status_code == 412


@pytest.mark.parametrize("given", ["*", "{tag}", '"other", {tag}'])
def test_a_star_or_one_fitting_tag_of_several_is_enough(calling, olga, path, given):
    caller = calling(olga)
    assert caller.patch(path, {"summary": "New"}, if_match=given.format(tag=caller.tag(path))).status_code == 200


def test_a_tag_of_the_same_version_read_in_another_language_is_good(calling, olga, path):
    caller = calling(olga)
    spanish = caller.get(path, headers={"Accept-Language": "es"})["ETag"]
    assert caller.patch(path, {"summary": "New"}, if_match=spanish).status_code == 200


def test_the_tag_of_another_record_is_stale(calling, office, olga, path):
    other = make_agreement(office)
    caller = calling(olga)
    assert (
        caller.patch(path, {"summary": "New"}, if_match=caller.tag(f"agreements/{other.reference}/")).status_code == 412
    )


def test_a_change_of_nothing_is_no_new_version(calling, olga, path):
    caller = calling(olga)
    tag = caller.tag(path)
    assert caller.patch(path, {}, if_match=tag)["ETag"] == tag
    assert caller.patch(path, {"reason": "None"}, if_match=tag)["ETag"] == tag


def test_acts_and_steps_heed_if_match_when_it_is_sent(calling, olga, path):
    caller = calling(olga)
    act = {"kind": "adoption", "date": "2020", "source": "Minutes"}
    assert caller.post(f"{path}acts/", act, if_match=STRANGE).status_code == 412
    recorded = caller.post(f"{path}acts/", act, if_match=caller.tag(path))
    assert recorded.status_code == 201
    assert recorded["ETag"] == caller.tag(path)


def test_failures_come_in_their_order(calling, office, olga, victor, oscar, agreement):
    """404 before 403 before 428 and 412 before 400 before 409."""
    hidden = make_agreement(office, classification="restricted")
    bad, good = {"to": "nowhere"}, {"to": "signed"}
    path = f"agreements/{agreement.reference}/transitions/"
    assert calling(None).post(path, bad).status_code == 401
    assert calling(oscar).post(f"agreements/{hidden.reference}/transitions/", bad).status_code == 404
    assert calling(victor).post(path, bad).status_code == 403
    caller = calling(olga)
    assert caller.post(path, bad).status_code == 428
    assert caller.post(path, bad, if_match=STRANGE).status_code == 412
    assert caller.post(path, bad, if_match="*").status_code == 400
    assert caller.post(path, good, if_match="*").status_code == 409


def test_a_change_that_hides_the_record_from_its_author_is_made_and_answers_no_more(
    calling, olga, otto, agreement, path
):
    caller = calling(otto)
    response = caller.patch(path, {"classification": "restricted"}, if_match=caller.tag(path))
    assert (response.status_code, response.content) == (204, b"")
    assert calling(olga).get(path).json()["classification"] == "restricted"
    assert caller.get(path).status_code == 404
