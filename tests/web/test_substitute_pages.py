"""Pages on which people say who decides for them and who is away."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals.models import Absence, Delegation
from tests.factories import give_roles, make_person
from tests.web.conftest import words_of

PAGE = "/approvals/substitutes/"


def days(first: int = 0, last: int = 7) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "first_day": (today + dt.timedelta(days=first)).isoformat(),
        "last_day": (today + dt.timedelta(days=last)).isoformat(),
    }


def test_a_power_is_given_and_stands_on_both_pages(browse, hugo, ana):
    page = browse(hugo).post(PAGE + "delegate/", {**days(), "delegate": "ana", "reason": "Leave"}, follow=True)
    assert "Ana Approver decides on your behalf" in words_of(page)
    given = Delegation.objects.get()
    assert (given.delegator, given.delegate, given.reason) == (hugo, ana, "Leave")
    assert "On behalf of Hugo Head" in words_of(browse(ana).get(PAGE))


def test_a_power_is_taken_back_by_who_gave_it_and_nobody_else(browse, hugo, ana):
    browse(hugo).post(PAGE + "delegate/", {**days(), "delegate": "ana"})
    address = f"/approvals/delegations/{Delegation.objects.get().uid}/revoke/"
    assert browse(ana).post(address).status_code == 404
    assert Delegation.objects.get().revoked_at is None
    assert "taken back" in words_of(browse(hugo).post(address, follow=True))
    assert Delegation.objects.get().revoked_at
    assert "ended already" in words_of(browse(hugo).post(address, follow=True))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"delegate": "hugo"}, "you decide for yourself already"),
        ({"delegate": "nobody at all"}, "Nobody here is called"),
        ({"last_day": "2020-01-01", "first_day": "2019-12-01"}, "over already"),
        ({"last_day": "2026-01-01", "first_day": "2999-12-01"}, "before the first one"),
    ],
)
def test_what_cannot_be_given_says_why_and_keeps_what_was_typed(browse, hugo, ana, values, sentence):
    page = browse(hugo).post(PAGE + "delegate/", {**days(), "delegate": "ana", "reason": "My leave", **values})
    assert page.status_code == 422
    assert sentence in words_of(page)
    assert "My leave" in page.content.decode()
    assert not Delegation.objects.exists()


def test_an_absence_with_its_deputy(browse, olga, otto):
    page = browse(olga).post(PAGE + "absence/", {**days(), "deputy": "otto"}, follow=True)
    assert "Meanwhile Otto Officer is asked" in words_of(page)
    away = Absence.objects.get()
    assert (away.user, away.deputy) == (olga, otto)
    assert "Olga Officer" in words_of(browse(otto).get(PAGE))
    browse(olga).post(f"/approvals/absences/{away.uid}/end/")
    assert Absence.objects.get().revoked_at


def test_a_head_records_the_absence_of_a_member_and_of_nobody_else(browse, hugo, ana, oscar):
    taken = browse(hugo).post(PAGE + "absence/", {**days(), "user": "ana"}, follow=True)
    assert "The absence of Ana Approver is recorded" in words_of(taken)
    assert browse(hugo).post(PAGE + "absence/", {**days(), "user": "oscar"}).status_code == 403
    assert [away.user for away in Absence.objects.all()] == [ana]


def test_others_are_away_themselves_only(browse, olga, ana):
    browse(olga).post(PAGE + "absence/", {**days(), "user": "ana"})
    assert Absence.objects.get().user == olga


def test_a_long_page_asks_the_database_no_more(browse, hugo, office, django_assert_max_num_queries):
    client = browse(hugo)
    client.get(PAGE)
    for number in range(6):
        person = make_person(f"member{number}")
        give_roles(person, office, "viewer")
        client.post(PAGE + "delegate/", {**days(), "delegate": person.username})
        client.post(PAGE + "absence/", {**days(), "user": person.username})
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200
