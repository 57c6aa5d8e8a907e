"""What waits on whom, and how long steps take, through the API."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.actions import decide_step
from tests.api.conftest import places
from tests.cast import NOW, acting
from tests.factories import make_pending_agreement

ADDRESS = "approvals/statistics/"
PERIOD = {"decided_from": "2026-03-01", "decided_before": "2026-03-31"}


def test_what_waits_on_whom_is_counted(calling, office, olga, ana, victor):
    make_pending_agreement(office, by=acting(olga), steps={"responsible": ana})
    make_pending_agreement(office, by=acting(olga), steps={"is_outside": True, "body_name": "Management Board"})
    waiting = calling(victor).get(ADDRESS).json()["waiting"]
    assert {(each["person"] or {}).get("username") or each["outside"]: each["number"] for each in waiting} == {
        "ana": 2, "Management Board": 2,
    }  # fmt: skip
    for each in waiting:
        listed = calling(victor).get("approvals/", waits_on=each["waits_on"], count="true").json()
        assert listed["count"] == each["number"]


def test_time_in_step_is_told_by_kind_and_body(calling, office, olga, ana, victor):
    _agreement, steps = make_pending_agreement(office, by=acting(olga), steps={"body_name": "Board"})
    for step, days in zip(steps, (1, 3), strict=True):
        decide_step(by=acting(ana, at=NOW + dt.timedelta(days=days)), step=step, outcome="approved")
    (time,) = calling(victor).get(ADDRESS, **PERIOD).json()["time_in_step"]
    assert (time["kind"], time["body"], time["number"]) == ("executive_approval", "Board", 2)
    assert (time["median"], round(time["ninetieth"], 1)) == (2.0, 2.8)
    assert calling(victor).get(ADDRESS, **PERIOD, office="LIS").json()["time_in_step"] == [time]
    earlier = {"decided_from": "2025-03-01", "decided_before": "2026-03-01"}
    assert calling(victor).get(ADDRESS, **earlier).json()["time_in_step"] == []


def test_what_is_restricted_does_not_count(calling, office, olga, oscar):
    make_pending_agreement(office, by=acting(olga), classification="restricted")
    answer = calling(oscar).get(ADDRESS).json()
    assert (answer["waiting"], answer["time_in_step"]) == ([], [])


def test_parameters_are_checked(calling, victor):
    caller = calling(victor)
    assert places(caller.get(ADDRESS, office="XXX")) == ["office"]
    assert places(caller.get(ADDRESS, decided_from="2026-02-31")) == ["decided_from"]
    assert places(caller.get(ADDRESS, nonsense="1")) == ["nonsense"]
    assert caller.get(ADDRESS, decided_before="0001-01-01").status_code == 200


def test_the_number_of_queries_is_fixed(calling, office, olga, ana, victor):
    caller, counted = calling(victor), set()
    caller.get(ADDRESS)
    for _place in range(2):
        make_pending_agreement(office, by=acting(olga), steps={"responsible": ana})
        with CaptureQueriesContext(connection) as captured:
            caller.get(ADDRESS)
        counted.add(len(captured))
    assert len(counted) == 1
