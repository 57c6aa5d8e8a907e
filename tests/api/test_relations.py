"""Relations and families of agreements through the API."""

import pytest

from agreements.models import Relation
from tests.api.conftest import codes, places
from tests.factories import make_agreement, make_relation


@pytest.fixture
def treaty(office):
    return make_agreement(office, title="Treaty")


@pytest.fixture
def protocol(office):
    return make_agreement(office, title="Protocol")


def path(agreement, rest=""):
    return f"agreements/{agreement.reference}/{rest}"


def test_a_relation_is_made_and_read_from_either_end(calling, olga, treaty, protocol):
    caller = calling(olga)
    tag = caller.tag(path(protocol))
    given = {"kind": "amends", "effective_on": "2024-05-01", "note": "Article 4", "source": "Gazette"}
    response = caller.post(path(protocol, "relations/"), {"other": treaty.reference, **given}, if_match=tag)
    assert response.status_code == 201, response.content
    item = response.json()
    assert {name: item[name] for name in given} == given
    assert (item["direction"], item["agreement"]["reference"], item["since"]) == ("to", treaty.reference, "2024-05-01")
    assert caller.get(response["Location"]).json() == item
    assert response["ETag"] == caller.tag(path(protocol)) != tag
    assert caller.get(path(protocol)).json()["relations"] == [item]
    (passive,) = caller.get(path(treaty, "relations/")).json()["results"]
    assert (passive["id"], passive["direction"]) == (item["id"], "from")
    assert passive["agreement"]["reference"] == protocol.reference


def test_a_circle_is_refused_and_a_hidden_agreement_is_none(calling, olga, other_office, treaty, protocol):
    make_relation(protocol, treaty)
    caller = calling(olga)
    circle = caller.post(path(treaty, "relations/"), {"kind": "renews", "other": protocol.reference})
    assert (circle.status_code, codes(circle)) == (409, ["circular_relation"])
    secret = make_agreement(other_office, classification="restricted")
    for other in (secret.reference, "NO-SUCH"):
        unknown = caller.post(path(treaty, "relations/"), {"kind": "renews", "other": other})
        assert (unknown.status_code, places(unknown)) == (400, ["#/other"])


def test_details_change_with_the_tag_of_the_agreement(calling, olga, treaty, protocol):
    relation = make_relation(protocol, treaty)
    caller, address = calling(olga), path(protocol, f"relations/{relation.uid}/")
    tag = caller.tag(path(protocol))
    assert caller.patch(address, {"note": "All"}).status_code == 428
    changed = caller.patch(address, {"note": "All"}, if_match=tag)
    assert (changed.status_code, changed.json()["note"]) == (200, "All")
    assert changed["ETag"] == caller.tag(path(protocol))
    assert caller.patch(address, {"note": "None"}, if_match=tag).status_code == 412
    assert caller.patch(path(treaty, f"relations/{relation.uid}/"), {"note": "x"}, if_match="*").status_code == 404


def test_a_relation_is_taken_away_with_a_reason(calling, olga, treaty, protocol):
    relation = make_relation(protocol, treaty)
    caller, address = calling(olga), path(protocol, f"relations/{relation.uid}/")
    assert caller.delete(address).status_code == 428
    silent = caller.delete(address, if_match="*")
    assert (silent.status_code, places(silent)) == (400, ["reason"])
    assert caller.delete(f"{address}?reason=%00", if_match="*").status_code == 400
    gone = caller.delete(f"{address}?reason=Meant+another", if_match=caller.tag(path(protocol)))
    assert (gone.status_code, gone.json()["relations"]) == (200, [])
    assert gone["ETag"] == caller.tag(path(protocol))
    assert not Relation.objects.exists()


def test_only_those_who_keep_the_agreement_write(calling, victor, treaty, protocol):
    relation = make_relation(protocol, treaty)
    caller = calling(victor)
    assert caller.post(path(protocol, "relations/"), {"kind": "renews", "other": treaty.reference}).status_code == 403
    address = path(protocol, f"relations/{relation.uid}/")
    assert caller.delete(f"{address}?reason=x", if_match="*").status_code == 403
    assert caller.get(address).status_code == 200


def test_a_family_leaves_out_what_the_caller_may_not_see(calling, office, hugo, victor, treaty, protocol):
    secret = make_agreement(office, title="Secret", classification="restricted")
    behind = make_agreement(office, title="Behind")
    make_relation(protocol, treaty)
    make_relation(secret, protocol, kind="implements")
    make_relation(behind, secret)

    def read(person):
        found = calling(person).get(path(protocol, "family/")).json()["results"]
        return [(each["depth"], each["agreement"]["title"], each["parent"], each["is_self"]) for each in found]

    known = [(0, "Treaty", None, False), (1, "Protocol", treaty.reference, True)]
    assert read(victor) == known
    assert read(hugo) == [
        *known,
        (2, "Secret", protocol.reference, False),
        (3, "Behind", secret.reference, False),
    ]
    relation = Relation.objects.get(agreement=secret)
    assert calling(victor).get(path(protocol, f"relations/{relation.uid}/")).status_code == 404


def test_the_history_keeps_a_relation_back_from_those_who_may_not_see_its_other_end(calling, office, victor, treaty):
    secret = make_agreement(office, title="Secret", classification="restricted")
    make_relation(treaty, secret)
    answer = calling(victor).get(path(treaty, "history/")).content.decode().replace(" ", "")
    assert "Secret" not in answer
    assert secret.reference not in answer
    assert f'"other":{secret.pk}' not in answer
    assert f'"other_id":{secret.pk}' not in answer
