"""Questions of force are answered from the stored periods, as of any day."""

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils.http import urlencode

from agreements.actions import NewParty
from agreements.filters import AgreementFilter
from agreements.models import Agreement, DeadlineRule, ForcePeriod
from core.errors import InvalidInput
from core.listing import filtered
from tests.factories import make_agreement, make_institution, party_of
from tests.force import hold, hold_all

EVER = ("1600-01-01", "2003-09-28", "2003-09-29", "2020-06-30", "2020-07-01", "9999-12-31")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def treaty(office):
    """In force from 29 September 2003; under notice from 2020; over on 1 July 2020."""
    agreement = make_agreement(office, title="Treaty")
    hold_all(
        agreement,
        ("not_in_force", None, "2003-09-29"),
        ("in_force", "2003-09-29", "2020-01-01"),
        ("notice_given", "2020-01-01", "2020-07-01"),
        ("terminated", "2020-07-01", None),
    )
    return agreement


def found(person, **asked):
    """The titles that pass the filters, which come as the address has them."""
    request = type("Request", (), {"user": person})()
    rows = Agreement.objects.visible_to(person)
    return sorted(
        row.title for row in filtered(AgreementFilter, rows, QueryDict(urlencode(asked, doseq=True)), request)
    )


class TestStatus:
    @pytest.mark.parametrize(
        ("on", "status", "start", "end"),
        [
            ("1600-01-01", "not_in_force", None, "2003-09-29"),
            ("2003-09-28", "not_in_force", None, "2003-09-29"),
            ("2003-09-29", "in_force", "2003-09-29", "2020-01-01"),
            ("2019-12-31", "in_force", "2003-09-29", "2020-01-01"),
            ("2020-06-30", "notice_given", "2020-01-01", "2020-07-01"),
            ("2020-07-01", "terminated", "2020-07-01", None),
            ("9999-12-31", "terminated", "2020-07-01", None),
        ],
    )
    def test_each_day_has_the_status_of_its_period(self, treaty, on, status, start, end):
        row = Agreement.objects.with_force(as_of=day(on)).get()
        bounds = [each.isoformat() if each else None for each in (row.force_period.lower, row.force_period.upper)]
        assert (row.force_status, *bounds) == (status, start, end)

    def test_what_has_no_period_is_undetermined_and_found_as_such(self, office):
        agreement = make_agreement(office)
        ForcePeriod.objects.all().delete()
        row = Agreement.objects.with_force(as_of=day("2020-01-01")).get()
        assert (row.force_status, row.force_period) == ("undetermined", None)
        assert [*Agreement.objects.with_force_status(["undetermined"], day=day("2020-01-01"))] == [agreement]
        assert not Agreement.objects.with_force_status(["in_force"], day=day("2020-01-01"))

    def test_parties_give_no_second_row(self, treaty):
        assert Agreement.objects.with_force(as_of=day("2010-01-01")).count() == 1
        assert len(Agreement.objects.with_force(as_of=day("2010-01-01"))) == 1

    @pytest.mark.parametrize("on", EVER)
    def test_a_status_is_found_on_the_days_it_holds(self, treaty, victor, on):
        status = Agreement.objects.with_force(as_of=day(on)).get().force_status
        assert found(victor, as_of=on, force_status=[status, "suspended"]) == ["Treaty"]
        assert found(victor, as_of=on, force_status="suspended") == []
        binds = status in ("in_force", "notice_given")
        assert found(victor, as_of=on, binds="true") == ["Treaty"] * binds
        assert found(victor, as_of=on, binds="false") == ["Treaty"] * (not binds)

    def test_undetermined_beside_others_finds_both(self, treaty, office, victor):
        hold(make_agreement(office, title="Doubt"), ("undetermined", None, None))
        assert found(victor, as_of="2010-01-01", force_status=["undetermined", "in_force"]) == ["Doubt", "Treaty"]
        assert found(victor, as_of="2010-01-01", force_status="undetermined") == ["Doubt"]

    @pytest.mark.parametrize("on", ["1599-12-31", "2020-02-30", "tomorrow"])
    def test_a_day_there_is_not_is_refused(self, treaty, victor, on):
        with pytest.raises(InvalidInput) as caught:
            found(victor, as_of=on)
        assert list(caught.value.errors) == ["as_of"]


class TestParties:
    @pytest.fixture
    def mexico(self, db):
        return make_institution("Ministry", country="MX")

    @pytest.fixture
    def union(self, db):
        return make_institution("Union", kind="eu_institution")

    @pytest.fixture
    def agreement(self, office, mexico, union):
        """The Union is bound from 2005, Mexico until the end of 2009, a third all the time."""
        parties = [mexico, union, make_institution("Third", country="FR")]
        agreement = make_agreement(office, title="Three", parties=parties)
        hold(agreement, ("not_in_force", None, "2000-01-01"), ("in_force", "2000-01-01", None))
        until, since = [("in_force", "2000-01-01", "2010-01-01")], [("in_force", "2005-01-01", None)]
        hold(agreement, *until, ("terminated", "2010-01-01", None), party=party_of(agreement, mexico))
        hold(agreement, ("not_in_force", None, "2005-01-01"), *since, party=party_of(agreement, union))
        hold(agreement, ("in_force", "2000-01-01", None), party=party_of(agreement, parties[2]))
        return agreement

    def test_who_is_bound_when(self, agreement, mexico, victor):
        assert found(victor, party_bound=mexico.uid, as_of="2009-12-31") == ["Three"]
        assert found(victor, party_bound=mexico.uid, as_of="2010-01-01") == []

    @pytest.mark.parametrize(("on", "titles"), [("2004-12-31", []), ("2005-01-01", ["Three"]), ("2010-01-01", [])])
    def test_everything_binding_between_two_of_them(self, agreement, mexico, union, victor, on, titles):
        by_uid = {"with_institution": [mexico.uid, union.uid], "bound_together": "true"}
        assert found(victor, as_of=on, **by_uid) == titles
        mixed = {"with_institution": union.uid, "with_country": "MX", "bound_together": "true"}
        assert found(victor, as_of=on, **mixed) == titles
        assert found(victor, as_of=on, with_institution=[mexico.uid, union.uid]) == ["Three"]

    def test_a_whole_that_does_not_bind_binds_nobody_to_each_other(self, agreement, mexico, union, victor):
        hold(agreement, ("suspended", None, "2006-01-01"), ("superseded", "2006-01-01", None))
        asked = {"with_institution": [mexico.uid, union.uid], "bound_together": "true"}
        assert found(victor, as_of="2005-12-31", **asked) == ["Three"]
        assert found(victor, as_of="2006-01-01", **asked) == []

    def test_every_one_named_must_be_a_party(self, agreement, mexico, victor):
        stranger = make_institution("Stranger", country="PE")
        assert found(victor, with_institution=[mexico.uid, stranger.uid]) == []
        assert found(victor, with_country=["MX", "FR"]) == ["Three"]
        assert found(victor, with_country=["MX", "PE"]) == []

    def test_a_depositary_is_no_party(self, office, agreement, victor):
        depositary = make_institution("Depositary")
        make_agreement(office, title="Kept", parties=[make_institution(), NewParty(depositary, role="depositary")])
        assert found(victor, with_institution=depositary.uid) == []
        assert found(victor, institution=depositary.uid) == ["Kept"]


class TestPeriods:
    @pytest.mark.parametrize(
        ("asked", "is_found"),
        [
            ({"in_force_from": "2003-09-29"}, True),
            ({"in_force_from": "2003-09-30"}, False),
            ({"in_force_before": "2003-09-29"}, False),
            ({"in_force_before": "2003-09-30"}, True),
            ({"in_force_from": "2003-09-01", "in_force_before": "2003-10-01"}, True),
            ({"in_force_from": "2020-01-01", "in_force_before": "2020-02-01"}, False),  # a notice is no entry
            ({"ends_from": "2020-06-30"}, True),
            ({"ends_from": "2020-07-01"}, False),
            ({"ends_before": "2020-06-30"}, False),
            ({"ends_before": "2020-07-01"}, True),
            ({"ends_from": "2019-12-01", "ends_before": "2020-02-01"}, False),  # under notice it is in force still
            ({"expiring_within": 30, "as_of": "2020-05-31"}, True),
            ({"expiring_within": 29, "as_of": "2020-05-31"}, False),
            ({"expiring_within": 0, "as_of": "2020-06-30"}, True),
            ({"expiring_within": 30, "as_of": "2020-07-01"}, False),
            ({"expiring_within": 36500, "as_of": "9999-12-31"}, False),
        ],
    )
    def test_ranges_include_their_first_day_and_exclude_the_last(self, treaty, victor, asked, is_found):
        assert found(victor, **asked) == ["Treaty"] * is_found

    @pytest.mark.parametrize(
        ("status", "then", "is_found"),
        [
            ("in_force", "terminated", True),
            ("notice_given", "terminated", True),
            ("suspended", "superseded", True),
            ("in_force", "undetermined", True),
            ("undetermined", "expired", True),
            ("provisionally_applied", "terminated", True),
            ("undetermined", "in_force", False),
            ("in_force", "notice_given", False),
            ("expired", "expired", False),
        ],
    )
    def test_whatever_ends_it_an_agreement_expires_on_the_last_day_the_list_shows(
        self, office, victor, status, then, is_found
    ):
        hold(make_agreement(office, title="Ends"), (status, None, "2027-01-01"), (then, "2027-01-01", None))
        assert found(victor, expiring_within=30, as_of="2026-12-02") == ["Ends"] * is_found
        assert found(victor, expiring_within=28, as_of="2026-12-02") == []

    def test_a_beginning_and_an_end_of_two_different_spells_do_not_make_one(self, office, victor):
        agreement = make_agreement(office, title="Twice")
        hold(
            agreement, ("in_force", "2000-01-01", "2001-01-01"), ("expired", "2001-01-01", "2010-01-01"),
            ("in_force", "2010-01-01", None),
        )  # fmt: skip
        assert found(victor, in_force_from="2001-01-01", in_force_before="2009-01-01") == []
        assert found(victor, in_force_from="2009-01-01", in_force_before="2011-01-01") == ["Twice"]


QUESTIONS = {
    "the list": lambda rows: rows.with_force(as_of=day("2020-01-01")).order_by("-updated_at", "-id")[:51],
    "a status": lambda rows: rows.with_force_status(["in_force"], day=day("2020-01-01")),
    "undetermined": lambda rows: rows.with_force_status(["undetermined"], day=day("2020-01-01")),
    "what binds": lambda rows: rows.binding_on(day("2020-01-01")),
    "what enters": lambda rows: rows.entered_into_force(since=day("2020-01-01")),
    "what ends": lambda rows: rows.ending(before=day("2020-01-01")),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_index_serves_each_question(treaty, question):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = question(Agreement.objects.all()).explain()
    assert "Seq Scan on agreements_forceperiod" not in plan
    assert "agreements_forceperiod" in plan


class TestNotice:
    @pytest.fixture
    def renewed(self, office):
        """Renewed at the end of every year; notice must be in by the end of October."""
        agreement = make_agreement(office, title="Renewed")
        DeadlineRule.objects.create(
            agreement=agreement, kind="notice_closes", anchor=day("2025-12-31"), step_months=12, final=None,
            lead_months=2, within=(None, None),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("asked", "is_found"),
        [
            ({"notice_closes_before": "2025-11-01", "as_of": "2025-10-31"}, True),
            ({"notice_closes_before": "2025-10-31", "as_of": "2025-10-01"}, False),
            ({"notice_closes_before": "2026-10-31", "as_of": "2025-11-01"}, False),
            ({"notice_closes_before": "2026-11-01", "as_of": "2025-11-01"}, True),
            ({"notice_closes_from": "2100-10-01", "notice_closes_before": "2100-11-01"}, True),
            ({"notice_closes_from": "2100-11-01", "notice_closes_before": "2101-10-31"}, False),
            ({"notice_closes_from": "9999-11-01"}, False),
        ],
    )
    def test_a_window_is_found_cycle_after_cycle(self, renewed, victor, asked, is_found):
        assert found(victor, **asked) == ["Renewed"] * is_found
