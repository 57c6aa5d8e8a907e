"""Clauses through the API: stated, amended, repealed, corrected, withdrawn, and given with a new agreement."""

import datetime as dt

import pytest

from agreements.actions import correct_clause
from agreements.actions.clause_checks import NewClause
from agreements.models import Agreement, Clause
from core.actors import Actor
from tests.api.conftest import codes, places
from tests.factories import MADE_AT, make_agreement, make_clause, make_institution, party_of

ENTRY = {"mode": "on_consents", "consents": 40, "delay": {"days": 90}}
PERIOD = {"mode": "period", "length": {"years": 5}}


@pytest.fixture
def agreement(office):
    return make_agreement(office, kind="treaty")


@pytest.fixture
def path(agreement):
    return f"agreements/{agreement.reference}/"


def test_a_stated_clause_is_answered_with_its_sentence_and_stands_at_its_address(calling, olga, path):
    caller = calling(olga)
    tag = caller.tag(path)
    given = {
        "kind": "entry_into_force", "parameters": ENTRY, "article": "Art. 38", "source": "Text", "source_quote": "…",
    }  # fmt: skip
    response = caller.post(f"{path}clauses/", given)
    clause = response.json()
    assert response.status_code == 201, clause
    assert {name: clause[name] for name in given} == given
    assert clause["sentence"].startswith("Enters into force 90 days after the date of deposit of instrument no. 40")
    assert caller.get(response["Location"]).json() == clause
    listed = caller.get(f"{path}clauses/").json()
    assert (listed["results"], listed["as_of"], listed["warnings"]) == ([clause], None, [])
    assert response["ETag"] == caller.tag(path) != tag


def test_the_sentence_is_in_the_callers_language_and_warnings_are_told(calling, olga, path):
    caller = calling(olga)
    caller.post(f"{path}clauses/", {"kind": "renewal", "parameters": {"mode": "tacit"}})
    listed = caller.get(f"{path}clauses/").json()
    assert listed["warnings"][0].startswith("There is no clause on duration yet")


def test_clauses_are_consolidated_on_a_day(calling, olga, office, agreement, path):
    amending = make_agreement(office, kind="protocol")
    make_clause(agreement, "duration", PERIOD)
    caller = calling(olga)
    amendment = {
        "kind": "duration", "parameters": {"mode": "indefinite"}, "applies_from": "2030-01-01",
        "amended_by": amending.reference, "reason": "Protocol",
    }  # fmt: skip
    assert caller.post(f"{path}clauses/", amendment).status_code == 201
    versions = caller.get(f"{path}clauses/").json()["results"]
    assert [(each["applies_from"], each["applies_before"]) for each in versions] == [
        (None, "2030-01-01"),
        ("2030-01-01", None),
    ]
    assert versions[1]["amended_by"]["reference"] == amending.reference

    def on(day):
        answer = caller.get(f"{path}clauses/", as_of=day).json()
        assert answer["as_of"] == day
        return [each["parameters"]["mode"] for each in answer["results"]]

    assert on("2029-12-31") == ["period"]
    assert on("2030-01-01") == ["indefinite"]


def test_what_the_register_held_can_be_asked(calling, olga, agreement, path):
    mistaken = make_clause(agreement, "duration", PERIOD)
    correct_clause(
        by=Actor.system("tests", at=MADE_AT + dt.timedelta(days=10)), clause=mistaken,
        corrected=NewClause("duration", {"mode": "indefinite"}), reason="Misread",
    )  # fmt: skip
    caller = calling(olga)

    def known(day):
        return [each["parameters"]["mode"] for each in caller.get(f"{path}clauses/", known_on=day).json()["results"]]

    assert known("2026-02-01") == []
    assert known("2026-02-02") == ["period"]
    assert known("2026-02-12") == ["indefinite"]
    superseded = caller.get(f"{path}clauses/{mistaken.uid}/").json()
    assert superseded["recorded_until"] is not None


@pytest.mark.parametrize("query", [{"as_of": "soon"}, {"as_of": ""}, {"known_on": "2999-01-01"}, {"colour": "red"}])
def test_a_question_that_cannot_be_answered_is_told(calling, olga, path, query):
    assert calling(olga).get(f"{path}clauses/", **query).status_code == 400


def test_a_correction_keeps_what_it_does_not_give(calling, olga, agreement, path):
    clause = make_clause(agreement, "duration", PERIOD, article="Art. 9")
    caller = calling(olga)
    response = caller.post(f"{path}clauses/{clause.uid}/corrections/", {"article": "Art. 10", "reason": "Misread"})
    corrected = response.json()
    assert (response.status_code, corrected["article"], corrected["parameters"]) == (201, "Art. 10", PERIOD)
    assert corrected["supersedes"] == str(clause.uid)
    again = caller.post(f"{path}clauses/{clause.uid}/corrections/", {"article": "Art. 11", "reason": "Misread"})
    assert (again.status_code, codes(again)) == (409, ["already_superseded"])
    nothing_said = caller.post(f"{path}clauses/{corrected['id']}/corrections/", {"article": "Art. 11"})
    assert (nothing_said.status_code, places(nothing_said)) == (400, ["#/reason"])


def test_a_repeal_ends_a_clause_and_a_withdrawal_takes_it_back(calling, olga, agreement, path):
    clause = make_clause(agreement, "denunciation", {"mode": "not_allowed"})
    caller = calling(olga)
    response = caller.post(f"{path}clauses/{clause.uid}/repeal/", {"applies_from": "2030-01-01"})
    assert (response.status_code, response.json()["is_repealed"], response.json()["parameters"]) == (201, True, {})
    assert caller.get(f"{path}clauses/", as_of="2030-01-01").json()["results"] == []
    taken_back = caller.post(f"{path}clauses/{response.json()['id']}/withdrawal/", {"reason": "No such protocol"})
    assert (taken_back.status_code, taken_back.json()["recorded_until"] is None) == (200, False)
    assert len(caller.get(f"{path}clauses/", as_of="2030-01-01").json()["results"]) == 1


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"kind": "colour"}, "#/kind"),
        ({"parameters": None}, "#/parameters"),
        ({"parameters": []}, "#/parameters"),
        ({"parameters": {}}, "#/parameters/mode"),
        ({"parameters": {"mode": "period"}}, "#/parameters/length"),
        ({"parameters": {"mode": "period", "length": {"months": 1.5}}}, "#/parameters/length/months"),
        ({"parameters": {"mode": "period", "length": {"years": 9999}}}, "#/parameters/length"),
        ({"parameters": {"mode": "period", "length": {"years": -1}}}, "#/parameters/length"),
        ({"parameters": {"mode": "until", "until": "31/12/2027"}}, "#/parameters/until"),
        ({"parameters": {"mode": "indefinite", "colour": "red"}}, "#/parameters/colour"),
        ({"kind": "entry_into_force", "parameters": {**ENTRY, "quotas": [{"of_class": "eu", "at_least": 41}]}},
         "#/parameters/quotas/0/at_least"),
        ({"kind": "reporting", "parameters": {"title": "R", "rule": "FREQ=HOURLY"}}, "#/parameters/rule"),
        ({"kind": "reporting", "parameters": {"title": "R", "rule": "FREQ=YEARLY", "parties": ["x"]}},
         "#/parameters/parties/0"),
        ({"amended_by": "NO-SUCH-1", "applies_from": "2030-01-01"}, "#/amended_by"),
        ({"applies_from": "1200-01-01"}, "#/applies_from"),
        ({"article": "a" * 101}, "#/article"),
        ({"recorded_by": "olga"}, "#/recorded_by"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_place(calling, olga, path, change, where):
    response = calling(olga).post(f"{path}clauses/", {"kind": "duration", "parameters": PERIOD, **change})
    assert (response.status_code, places(response)) == (400, [where])
    assert not Clause.objects.exists()


def test_clauses_that_contradict_each_other_are_refused(calling, olga, agreement, path):
    make_clause(agreement)
    caller = calling(olga)
    response = caller.post(f"{path}clauses/", {"kind": "renewal", "parameters": {"mode": "tacit"}})
    assert (response.status_code, codes(response)) == (409, ["no_term_to_renew"])
    twin = caller.post(f"{path}clauses/", {"kind": "duration", "parameters": PERIOD})
    assert (twin.status_code, codes(twin)) == (409, ["clause_exists"])


def test_only_its_keepers_state_clauses_and_outsiders_find_none(calling, victor, oscar, office, agreement, path):
    given = {"kind": "duration", "parameters": PERIOD}
    assert calling(victor).post(f"{path}clauses/", given).status_code == 403
    restricted = make_agreement(office, classification="restricted")
    clause = make_clause(restricted)
    for address in (f"agreements/{restricted.reference}/clauses/", f"{path}clauses/{clause.uid}/"):
        assert calling(oscar).get(address).status_code == 404


def test_an_old_version_is_not_built_on(calling, olga, agreement, path):
    caller = calling(olga)
    tag = caller.tag(path)
    make_clause(agreement)
    given = {"kind": "denunciation", "parameters": {"mode": "allowed"}}
    assert caller.post(f"{path}clauses/", given, if_match=tag).status_code == 412


def test_an_agreement_is_created_with_its_clauses_or_not_at_all(calling, olga):
    parties = [{"institution": str(make_institution().uid)} for _each in range(2)]
    duty = {"title": "Annual report", "rule": "FREQ=YEARLY", "parties": [parties[0]["institution"]]}
    body = {
        "kind": "treaty", "titles": {"en": "Treaty"}, "parties": parties,
        "clauses": [
            {"kind": "entry_into_force", "parameters": {"mode": "on_last_signature"}, "article": "Art. 1"},
            {"kind": "reporting", "parameters": duty},
        ],
    }  # fmt: skip
    caller = calling(olga)
    made = caller.post("agreements/", body)
    assert made.status_code == 201
    agreement = Agreement.objects.get(reference=made.json()["reference"])
    listed = caller.get(f"agreements/{agreement.reference}/clauses/").json()["results"]
    assert [each["kind"] for each in listed] == ["entry_into_force", "reporting"]
    assert listed[1]["parameters"]["parties"] == [str(party_of(agreement).uid)]
    body["clauses"].append({"kind": "duration", "parameters": {"mode": "until"}})
    refused = caller.post("agreements/", body)
    assert (refused.status_code, places(refused)) == (400, ["#/clauses/2/parameters/until"])
    assert Agreement.objects.count() == 1


def test_an_agreement_shows_the_clauses_of_the_day_and_a_list_when_asked(calling, olga, agreement, path):
    make_clause(agreement, "duration", PERIOD)
    make_clause(agreement, "duration", {"mode": "indefinite"}, applies_from=dt.date(2030, 1, 1))
    caller = calling(olga)
    assert [each["parameters"]["mode"] for each in caller.get(path).json()["clauses"]] == ["period"]
    assert [each["parameters"]["mode"] for each in caller.get(path, as_of="2030-01-01").json()["clauses"]] == [
        "indefinite"
    ]
    assert "clauses" not in caller.get("agreements/").json()["results"][0]
    (row,) = caller.get("agreements/", expand="clauses").json()["results"]
    assert row["clauses"] == caller.get(path).json()["clauses"]
