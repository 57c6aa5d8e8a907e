"""Sources that differ, in the API."""

from tests.factories import make_act, make_agreement, party_of


def conflicts(calling, person, agreement):
    return calling(person).get(f"agreements/{agreement.reference}/").json()["conflicts"]


def test_entries_that_differ_stand_together_and_the_one_that_counts_comes_first(office, olga, calling):
    agreement = make_agreement(office)
    party = party_of(agreement)
    first = make_act(agreement, party=party, on="2020-07-20")
    make_act(agreement, party=party, on="2020-07", standing="disputed")
    (conflict,) = conflicts(calling, olga, agreement)
    assert (conflict["kind"], conflict["party"]["id"]) == ("signature", str(party.uid))
    assert [(each["date"], each["standing"], each["is_authoritative"]) for each in conflict["entries"]] == [
        ("2020-07-20", "reported", True),
        ("2020-07", "disputed", False),
    ]
    assert conflict["entries"][0]["id"] == str(first.uid)


def test_sources_that_agree_are_no_conflict(office, olga, calling):
    agreement = make_agreement(office)
    for _each in range(2):
        make_act(agreement, party=party_of(agreement), on="2020-07-20")
    assert conflicts(calling, olga, agreement) == []
