"""Force in the API: as of any day on every agreement and party, and everything behind it at one address."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions import NewParty
from tests.api.conftest import places
from tests.factories import make_act, make_agreement, make_clause, make_institution, party_of, sign
from tests.force import hold, hold_all

FORCE = ("force_status", "force_from", "force_until", "binds", "operates")
SPELLS = (
    ("not_in_force", None, "2003-09-29"),
    ("in_force", "2003-09-29", "2020-01-01"),
    ("suspended", "2020-01-01", "2021-01-01"),
    ("expired", "2021-01-01", None),
)


def force(answer):
    return tuple(answer[name] for name in FORCE)


@pytest.fixture
def treaty(office):
    agreement = make_agreement(office, kind="treaty", title="Treaty")
    hold_all(agreement, *SPELLS)
    return agreement


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("1600-01-01", ("not_in_force", None, "2003-09-28", False, False)),
        ("2003-09-28", ("not_in_force", None, "2003-09-28", False, False)),
        ("2003-09-29", ("in_force", "2003-09-29", "2019-12-31", True, True)),
        ("2020-12-31", ("suspended", "2020-01-01", "2020-12-31", True, False)),
        ("9999-12-31", ("expired", "2021-01-01", None, False, False)),
    ],
)
def test_every_agreement_and_party_carries_its_force_on_the_day(calling, olga, treaty, as_of, expected):
    caller = calling(olga)
    record = caller.get(f"agreements/{treaty.reference}/", as_of=as_of).json()
    page = caller.get("agreements/", as_of=as_of).json()
    assert page["as_of"] == page["results"][0]["as_of"] == record["as_of"] == as_of
    for answer in (record, *record["parties"], page["results"][0], *page["results"][0]["parties"]):
        assert force(answer) == expected


def test_the_day_is_today_in_utc_for_a_token_unless_given(calling, olga, treaty):
    record = calling(olga).get(f"agreements/{treaty.reference}/").json()
    assert record["as_of"] == dt.datetime.now(tz=dt.UTC).date().isoformat()
    assert calling(olga).get("agreements/").json()["as_of"] == record["as_of"]


def test_a_party_has_its_own_force_and_others_have_none(calling, office, olga):
    first, second, depositary = make_institution("First"), make_institution("Second"), make_institution("Depositary")
    agreement = make_agreement(office, parties=[first, second, NewParty(depositary, role="depositary")])
    hold(agreement, ("in_force", "2000-01-01", None))
    hold(agreement, ("in_force", "2000-01-01", None), party=party_of(agreement, first))
    hold(
        agreement,
        ("not_in_force", None, "2005-01-01"),
        ("in_force", "2005-01-01", None),
        party=party_of(agreement, second),
    )
    parties = calling(olga).get(f"agreements/{agreement.reference}/", as_of="2004-01-01").json()["parties"]
    assert {each["name"]: each["force_status"] for each in parties} == {
        "First": "in_force", "Second": "not_in_force", "Depositary": None,
    }  # fmt: skip


def test_the_tag_tells_one_day_from_another_and_guards_a_change_all_the_same(calling, olga, treaty):
    caller, path = calling(olga), f"agreements/{treaty.reference}/"
    one, same, other = (
        caller.get(path, as_of=day, fields="title") for day in ("2004-01-01", "2004-01-01", "2005-01-01")
    )
    assert one["ETag"] == same["ETag"] != other["ETag"]
    assert (
        caller.get(path, as_of="2004-01-01", fields="title", headers={"If-None-Match": one["ETag"]}).status_code == 304
    )
    changed = caller.client.patch(
        f"/api/v1/{path}", {"summary": "New", "reason": "New"}, content_type="application/json",
        headers={"If-Match": other["ETag"]},
    )  # fmt: skip
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["agreements/", "agreements/{}/", "agreements/{}/force/"])
@pytest.mark.parametrize("as_of", ["1599-12-31", "2020-02-30", "2020-1-1", "29/09/2003", "today", ""])
def test_a_day_there_is_not_is_refused(calling, olga, treaty, path, as_of):
    response = calling(olga).get(path.format(treaty.reference), as_of=as_of)
    assert (response.status_code, places(response)) == (400, ["as_of"])


def test_lists_are_narrowed_as_of_the_day(calling, olga, treaty):
    def found(**asked):
        return len(calling(olga).get("agreements/", **asked).json()["results"])

    assert found(as_of="2010-01-01", force_status="in_force") == 1
    assert found(as_of="2020-06-01", force_status="in_force") == 0
    assert found(as_of="2020-06-01", force_status=["in_force", "suspended"]) == 1
    assert found(as_of="2020-06-01", binds="true") == 1
    assert found(ends_from="2020-12-31", ends_before="2021-01-01") == 1
    party = str(party_of(treaty).institution.uid)
    assert found(as_of="2020-06-01", with_institution=party, bound_together="true") == 1
    assert found(as_of="2021-06-01", with_institution=party, bound_together="true") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("force_status", "valid"), ("binds", "maybe"), ("with_institution", "x"), ("with_country", "XX"),
     ("expiring_within", "-1"), ("expiring_within", "99999999999"), ("expiring_within", "1.5"),
     ("ends_from", "1599-01-01")],
)  # fmt: skip
def test_filters_refuse_what_they_do_not_know(calling, olga, treaty, name, value):
    response = calling(olga).get("agreements/", **{name: value})
    assert (response.status_code, places(response)) == (400, [name])


class TestEverythingBehindIt:
    @pytest.fixture
    def signed(self, office):
        agreement = make_agreement(office, kind="treaty")
        sign(agreement, on="2026-01-15")
        return agreement

    def test_periods_have_no_gap_and_say_their_working(self, calling, olga, signed):
        answer = calling(olga).get(f"agreements/{signed.reference}/force/").json()
        assert [each["party"]["name"] for each in answer["parties"]] == [
            row.institution.name for row in signed.parties.order_by("position")
        ]
        for group in (answer["periods"], *(each["periods"] for each in answer["parties"])):
            assert group[0]["force_from"] is None
            assert group[-1]["force_until"] is None
            for one, following in pairwise(group):
                day_after = dt.date.fromisoformat(one["force_until"]) + dt.timedelta(days=1)
                assert day_after.isoformat() == following["force_from"]
            assert all(line["sentence"] and line["code"] for each in group for line in each["working"])
        assert set(answer["entry_into_force"]) == {"date", "earliest", "latest", "is_met", "working"}

    @pytest.mark.parametrize("as_of", ["1600-01-01", "2026-01-15", "9999-12-31"])
    def test_it_agrees_with_the_record_on_every_day(self, calling, olga, signed, as_of):
        behind = calling(olga).get(f"agreements/{signed.reference}/force/", as_of=as_of).json()
        record = calling(olga).get(f"agreements/{signed.reference}/", as_of=as_of).json()
        assert force(behind) == force(record)
        assert behind["as_of"] == as_of
        assert [force(each) for each in behind["parties"]] == [force(each) for each in record["parties"]]

    def test_it_speaks_the_callers_language(self, calling, olga, signed):
        path = f"agreements/{signed.reference}/force/"
        english, spanish = (calling(olga).get(path, headers={"Accept-Language": code}) for code in ("en", "es"))
        assert (english["Content-Language"], spanish["Content-Language"]) == ("en", "es")

    @pytest.mark.parametrize(
        ("known_on", "moment"),
        [
            ("2026-01-31", "2026-01-31T23:59:59.999999Z"),  # in Lisbon it is winter
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
            ("2026-01-31T12:00:00.5+01:00", "2026-01-31T11:00:00.500000Z"),
        ],
    )
    def test_it_answers_as_the_register_knew_it(self, calling, olga, signed, known_on, moment):
        answer = calling(olga).get(f"agreements/{signed.reference}/force/", known_on=known_on)
        assert answer.json()["known_at"] == moment

    @pytest.mark.parametrize(
        "known_on", ["2026-13-01", "2999-01-01", "yesterday", "2026-01-31T12:00:00", "20260131", ""]
    )
    def test_what_is_no_moment_gone_by_is_refused(self, calling, olga, signed, known_on):
        answer = calling(olga).get(f"agreements/{signed.reference}/force/", known_on=known_on)
        assert (answer.status_code, places(answer)) == (400, ["known_on"])

    @pytest.mark.parametrize(
        "asked",
        [
            {"horizon_from": "2026-02-01", "horizon_until": "2026-01-31"},
            {"horizon_from": "2000-01-01", "horizon_until": "2050-01-03"},
        ],
    )
    def test_a_horizon_that_runs_backwards_or_too_far_is_refused(self, calling, olga, signed, asked):
        answer = calling(olga).get(f"agreements/{signed.reference}/force/", **asked)
        assert (answer.status_code, places(answer)) == (400, ["horizon_until"])

    def test_the_horizon_is_two_years_from_the_day_and_ends_with_the_calendar(self, calling, olga, signed):
        path = f"agreements/{signed.reference}/force/"
        answer = calling(olga).get(path, as_of="2026-01-01").json()
        assert (answer["horizon_from"], answer["horizon_until"]) == ("2026-01-01", "2028-01-01")
        assert calling(olga).get(path, as_of="9999-06-01").json()["horizon_until"] == "9999-12-31"

    def test_nobody_without_a_right_to_the_agreement_reads_it(self, calling, office, oscar):
        hidden = make_agreement(office, classification="restricted")
        addresses = [f"agreements/{reference}/force/" for reference in (hidden.reference, "LIS-TR-2026-9999")]
        answers = [calling(oscar).get(address, as_of="nonsense") for address in addresses]
        assert [answer.status_code for answer in answers] == [404, 404]

    def test_an_agreement_the_caller_may_not_see_is_not_named(self, calling, office, olga, victor):
        hidden = make_agreement(office, kind="treaty", officer=olga, classification="restricted")
        agreement = make_agreement(office, kind="treaty", officer=olga)
        sign(agreement, on="2026-01-15")
        condition = {"mode": "on_last_signature", "not_before_agreement": hidden.reference}
        make_clause(agreement, "entry_into_force", condition)
        path = f"agreements/{agreement.reference}/force/"
        assert hidden.reference in calling(olga).get(path).content.decode()
        answer = calling(victor).get(path).content.decode()
        assert hidden.reference not in answer
        assert "another agreement" in answer
        history = calling(victor).get(f"agreements/{agreement.reference}/history/").content.decode()
        assert hidden.reference not in history
        assert "another agreement" in history

    def test_the_queries_do_not_grow_with_parties_and_acts(self, calling, office, olga):
        caller = calling(olga)

        def queries(number):
            agreement = make_agreement(office, kind="treaty", parties=[make_institution() for _ in range(number)])
            for row in agreement.parties.all():
                make_act(agreement, kind="ratification", party=row, on="2026-01-10")
            caller.get(f"agreements/{agreement.reference}/force/")
            with CaptureQueriesContext(connection) as counted:
                assert caller.get(f"agreements/{agreement.reference}/force/").status_code == 200
            return len(counted)

        assert queries(2) == queries(12) <= 10


def test_a_restricted_agreement_changes_no_answer_for_outsiders(calling, office, olga, oscar, treaty):
    asked = [{"count": "true", "as_of": "2010-01-01"}, {"count": "true", "as_of": "2010-01-01", "binds": "true"}]
    before = [calling(oscar).get("agreements/", **each).json() for each in asked]
    hold_all(make_agreement(office, classification="restricted", officer=olga), ("in_force", None, None))
    assert [calling(oscar).get("agreements/", **each).json() for each in asked] == before
    assert calling(olga).get("agreements/", **asked[1]).json()["count"] == before[1]["count"] + 1


def test_whether_an_undetermined_one_binds_is_null(calling, office, olga):
    agreement = make_agreement(office, kind="treaty", title="Signed alone", stage="signed")
    sign(agreement)
    record = calling(olga).get(f"agreements/{agreement.reference}/").json()
    assert (record["force_status"], record["binds"], record["operates"]) == ("undetermined", None, None)
