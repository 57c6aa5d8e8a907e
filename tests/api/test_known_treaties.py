"""Rules of known treaties given through the API: the days that come back are those history knows."""

import pytest

from tests.factories import make_institution


@pytest.fixture
def register(calling, office, olga):
    """`register(parties, clauses, acts)`: a treaty taken over with them; its path, and who called."""
    caller = calling(olga)

    def call(parties, clauses, acts, **values):
        rows = [{"institution": str(make_institution(name).uid), "is_negotiating": True} for name in parties]
        stated = [{"kind": kind, "parameters": parameters} for kind, parameters in clauses]
        given = {"kind": "treaty", "titles": {"en": "Treaty"}, "stage": "closed", "reason": "From the depositary"}
        answer = caller.post("agreements/", {**given, "parties": rows, "clauses": stated, **values})
        assert answer.status_code == 201, answer.content
        path = f"agreements/{answer.json()['reference']}/"
        ids = {each["name"]: each["id"] for each in answer.json()["parties"]}
        for kind, party, date, *more in acts:
            act = {"kind": kind, "party": ids[party], "date": date, "source": "Depositary", **(more[0] if more else {})}
            recorded = caller.post(f"{path}acts/", act)
            assert recorded.status_code == 201, recorded.content
        return caller, path

    return call


def statuses(caller, path, on):
    record = caller.get(path, as_of=on).json()
    return {each["name"]: each["force_status"] for each in record["parties"]} | {"": record["force_status"]}


def test_paris_waits_for_its_share_of_emissions_and_each_party_has_its_own_three_years(register):
    entry = {
        "mode": "on_consents", "consents": 2, "delay": {"days": 30}, "later_delay": {"days": 30},
        "further_condition": "55 % of emissions", "further_condition_met_on": "2016-10-05",
    }  # fmt: skip
    leaving = {"mode": "allowed", "notice": {"years": 1}, "not_before": {"years": 3}, "not_before_by_party": True}
    acts = [
        ("ratification", "US", "2016-09-03"), ("ratification", "CN", "2016-09-03"),
        ("ratification", "IN", "2016-10-02"),
        ("ratification", "KR", "2016-11-03"), ("ratification", "JP", "2016-11-08"),
        ("notice_of_denunciation", "US", "2019-11-04", {"received_on": "2019-11-04"}),
    ]  # fmt: skip
    caller, path = register(
        ["US", "CN", "IN", "KR", "JP"], [("entry_into_force", entry), ("denunciation", leaving)], acts
    )
    assert set(statuses(caller, path, "2016-11-03").values()) == {"not_in_force"}
    begun = statuses(caller, path, "2016-11-04")
    assert [begun[name] for name in ("", "US", "CN", "IN", "KR")] == [*["in_force"] * 4, "not_in_force"]
    later = [statuses(caller, path, day) for day in ("2016-12-02", "2016-12-03", "2016-12-07", "2016-12-08")]
    assert [each["KR"] for each in later[:2]] == [each["JP"] for each in later[2:]] == ["not_in_force", "in_force"]
    assert statuses(caller, path, "2020-11-03")["US"] == "notice_given"
    assert statuses(caller, path, "2020-11-04")["US"] == "terminated"
    force = caller.get(f"{path}force/").json()
    assert "55 % of emissions" in str(force)


def test_until_the_share_is_met_it_is_missing(register):
    entry = {"mode": "on_consents", "consents": 2, "further_condition": "55 % of emissions"}
    acts = [("ratification", "US", "2016-09-03"), ("ratification", "CN", "2016-09-03")]
    caller, path = register(["US", "CN"], [("entry_into_force", entry)], acts)
    force = caller.get(f"{path}force/").json()
    assert ["55 % of emissions" in line["sentence"] for line in force["missing"]] == [True]
    assert statuses(caller, path, "2026-01-01")[""] == "not_in_force"


def test_chemical_weapons_who_deposits_just_before_entry_into_force_is_there_from_it(register):
    entry = {
        "mode": "on_consents", "consents": 2, "delay": {"days": 180}, "later_delay": {"days": 30},
        "not_before_date": "1995-01-13", "later_after_entry": True,
    }  # fmt: skip
    acts = [
        ("ratification", "HU", "1996-10-31"), ("ratification", "RO", "1995-02-15"),
        ("ratification", "CN", "1997-04-25"),
        ("ratification", "RU", "1997-11-05"),
    ]  # fmt: skip
    caller, path = register(["HU", "RO", "CN", "RU"], [("entry_into_force", entry)], acts)
    assert set(statuses(caller, path, "1997-04-28").values()) == {"not_in_force"}
    assert statuses(caller, path, "1997-04-29") == {
        **dict.fromkeys(["", "HU", "RO", "CN"], "in_force"), "RU": "not_in_force",
    }  # fmt: skip
    assert statuses(caller, path, "1997-12-04")["RU"] == "not_in_force"
    assert statuses(caller, path, "1997-12-05")["RU"] == "in_force"


def test_lisbon_a_fixed_day_or_the_month_after_the_last_deposit_whatever_was_signed(register):
    entry = {"mode": "on_fixed_date", "fixed_date": "2009-01-01", "consents": 3, "first_of_month": True}
    signed = [("signature", name, "2007-12-13") for name in ("HU", "IE", "CZ")]
    acts = [
        *signed, ("ratification", "HU", "2008-02-06"), ("ratification", "IE", "2009-10-23"),
        ("ratification", "CZ", "2009-11-13"),
    ]  # fmt: skip
    caller, path = register(["HU", "IE", "CZ"], [("entry_into_force", entry)], acts)
    assert set(statuses(caller, path, "2009-11-30").values()) == {"not_in_force"}
    assert set(statuses(caller, path, "2009-12-01").values()) == {"in_force"}
