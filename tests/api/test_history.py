"""A record's history through the API: who, when, what before and after, why and through which door."""

import pytest

from agreements.actions import change_stage
from institutions.actions.contacts import NewContact, add_contact
from tests.cast import acting, the_system
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_institution,
    make_membership,
    make_pending_agreement,
    make_programme,
    party_of,
)


def entries(caller, path, **wanted):
    results = caller.get(f"{path}history/", limit=100).json()["results"]
    return [each for each in results if all(each[name] == value for name, value in wanted.items())]


def test_a_change_shows_both_sides_who_why_and_the_door(calling, office, olga, otto):
    agreement = make_agreement(office, officer=olga, title="Old")
    path = f"agreements/{agreement.reference}/"
    caller = calling(olga)
    body = {"titles": {"en": "New"}, "officer": "otto", "reason": "Handed over"}
    answered = caller.patch(path, body, if_match="*")
    (change,) = entries(caller, path, operation="update", type="agreement")
    assert change["before"] == {"titles": {"en": "Old"}, "officer": "olga"}
    assert change["after"] == {"titles": {"en": "New"}, "officer": "otto"}
    assert change["actor"] == {"username": "olga", "name": "Olga Officer"}
    assert (change["reason"], change["source"], change["of_record"]) == ("Handed over", "api", True)
    assert change["request_id"] == answered["X-Request-ID"]
    assert change["at"].endswith("Z")


def test_what_hangs_on_the_record_is_in_its_history_by_public_names(calling, office, olga, ana):
    police = make_institution("Police")
    agreement, steps = make_pending_agreement(office, parties=[police, make_institution()])
    path = f"agreements/{agreement.reference}/"
    make_act(agreement, party=party_of(agreement, police), on="2020")
    calling(ana).post(f"{path}approvals/{steps[0].uid}/decisions/", {"outcome": "approved"})
    caller = calling(olga)
    (decision,) = entries(caller, path, type="decision")
    assert decision["after"]["outcome"] == "approved"
    assert decision["after"]["decided_by"] == "ana"
    (act,) = entries(caller, path, type="act")
    assert act["after"]["party"] == str(party_of(agreement, police).uid)
    first = entries(caller, path, type="agreement_party")[-1]
    assert first["after"]["institution"] == str(police.uid)
    for each in entries(caller, path):
        assert not [name for side in (each["before"], each["after"]) for name in side or {} if name.endswith("_id")]


def test_a_part_of_the_system_has_no_user_name(calling, office, olga):
    agreement = make_agreement(office)
    change_stage(by=the_system("import"), agreement=agreement, to="mandate_requested")
    entry = entries(calling(olga), f"agreements/{agreement.reference}/", operation="update")[0]
    assert entry["actor"] == {"username": None, "name": "import"}
    assert entry["source"] == "task"


@pytest.mark.parametrize("name", ["victor", "aude", "oscar"])
def test_everyone_who_sees_the_record_reads_its_history(calling, cast, office, name):
    agreement = make_agreement(office)
    change_stage(by=acting(cast["olga"]), agreement=agreement, to="mandate_requested")
    assert entries(calling(cast[name]), f"agreements/{agreement.reference}/", operation="update")


def test_other_records_have_histories_too(calling, office, olga):
    caller = calling(olga)
    addresses = [
        f"institutions/{make_institution(acronym='X').uid}/",
        f"activities/{make_activity(office).reference}/",
        f"programmes/{make_programme().code}/",
        f"memberships/{make_membership(office).uid}/",
    ]
    for address in addresses:
        assert [each for each in entries(caller, address, operation="insert") if each["of_record"]], address


def test_the_persons_data_of_contacts_is_in_no_history(calling, olga):
    institution = make_institution()
    add_contact(
        by=acting(olga), institution=institution, contact=NewContact(role="Liaison", name="Carmen Confidential")
    )
    caller = calling(olga)
    path = f"institutions/{institution.uid}/"
    assert caller.get(path).json()["contacts"][0]["name"] == "Carmen Confidential"
    assert "Carmen" not in caller.get(f"{path}history/").content.decode()
