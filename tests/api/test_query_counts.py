"""The number of queries does not depend on the number of rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions import NewCountry, NewParticipant
from tests.cast import acting
from tests.factories import (
    approve_all,
    make_act,
    make_activity,
    make_agreement,
    make_case,
    make_institution,
    make_membership,
    make_pending_agreement,
    make_programme,
    make_step,
    make_subject,
    party_of,
    submit,
)

# By path: the queries of a page, whatever its length. Two are the caller's: the token, and the roles.
QUERIES = {
    "agreements/": 14,
    "agreements/?expand=transitions": 14,
    "agreements/?as_of=1999-12-31&binds=false": 14,
    "agreements/?fields=stage,title": 3,
    "activities/": 11,
    "activities/?expand=transitions": 11,
    "institutions/": 4,
    "programmes/": 3,
    "memberships/": 6,
}


def queries(caller, path):
    with CaptureQueriesContext(connection) as captured:
        response = caller.get(path)
    assert response.status_code == 200, response.content
    return len(captured), response.json()


def make_rows(office, olga, ana, number):
    """Records with everything that can hang on them."""
    police = make_institution(country="MX", acronym="P", aliases=["Alias"], parent=make_institution())
    body = make_institution(kind="network")
    programme = make_programme(funder=police)
    subject = make_subject()
    for _place in range(number):
        parties = [make_institution(), police]
        agreement, _steps = make_pending_agreement(office, parties=parties, subjects=[subject], officer=olga)
        approve_all(agreement.approval_subject, by=acting(ana))
        make_act(agreement, party=party_of(agreement), on="2020", by=acting(olga))
        activity = make_activity(
            office, agreements=[agreement], programme=programme, subjects=[subject], officer=olga,
            participants=[NewParticipant(police)], countries=[NewCountry("MX")], planned_start=dt.date(2020, 1, 1),
        )  # fmt: skip
        make_step(make_case(activity.approval_subject), responsible=olga, body=police)
        submit(activity.approval_subject)
        make_programme(funder=police)
        membership = make_membership(office, body=body, member=make_institution())
        make_step(make_case(membership.approval_subject))


def test_a_list_takes_a_fixed_number_of_queries(calling, office, olga, ana):
    caller = calling(olga)
    caller.get("agreements/")  # notes that the token is used, which later calls do not
    counted, made = {}, 0
    for number in (1, 12):
        make_rows(office, olga, ana, number - made)
        made = number
        for path in QUERIES:
            separator = "&" if "?" in path else "?"
            counted[path, number], page = queries(caller, f"{path}{separator}limit={number}")
            assert len(page["results"]) == number
    assert counted == {(path, number): QUERIES[path] for path in QUERIES for number in (1, 12)}


def test_counting_takes_one_query_more(calling, office, olga):
    make_agreement(office)
    caller = calling(olga)
    caller.get("agreements/")
    plain, _page = queries(caller, "agreements/")
    counted, _page = queries(caller, "agreements/?count=true")
    assert counted == plain + 1


@pytest.mark.parametrize("number", [1, 20])
def test_a_record_takes_a_fixed_number_of_queries(calling, office, olga, ana, number):
    parties = [make_institution() for _ in range(number)]
    agreement, _steps = make_pending_agreement(office, parties=parties, officer=olga)
    approve_all(agreement.approval_subject, by=acting(ana))
    for row in agreement.parties.all():
        make_act(agreement, party=row, on="2020", by=acting(olga))
    caller = calling(olga)
    caller.get("agreements/")
    found, record = queries(caller, f"agreements/{agreement.reference}/")
    assert len(record["approvals"]) == len(record["acts"]) == number
    assert found == 19


def test_a_record_that_is_narrowed_takes_three(calling, office, olga):
    agreement = make_agreement(office)
    caller = calling(olga)
    caller.get("agreements/")
    found, _record = queries(caller, f"agreements/{agreement.reference}/?fields=stage")
    assert found == 3  # the token, the person's roles, the record
