"""Roles in offices."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Office, Role, RoleAssignment, User
from tests.cast import PASSWORD
from tests.factories import give_roles, make_person


def test_a_role_is_held_in_an_office_not_everywhere(olga, office, other_office):
    assert olga.has_role(office.pk, Role.OFFICER)
    assert not olga.has_role(office.pk, Role.HEAD, Role.APPROVER)
    assert not olga.has_role(other_office.pk, *Role)


def test_one_person_may_hold_several_roles_in_several_offices(olga, office, other_office):
    give_roles(olga, office, Role.APPROVER)
    give_roles(olga, other_office, Role.HEAD)
    assert olga.roles_by_office == {office.pk: {"officer", "approver"}, other_office.pk: {"head"}}
    assert olga.offices_with(Role.HEAD, Role.OFFICER) == [office.pk, other_office.pk]


def test_an_administrator_holds_no_role_by_that(adam, office):
    assert not adam.has_role(office.pk, *Role)
    assert adam.is_staff_of_any_office


def test_without_any_role_one_is_no_member_of_an_office(nadia):
    assert not nadia.is_staff_of_any_office


@pytest.mark.parametrize("role", ["officer", "minister"])
def test_the_database_takes_a_known_role_once(olga, office, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=olga, office=office, role=role)


def test_an_address_is_of_one_person_whatever_its_case(olga):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person("olga2", email=olga.email.upper())
    make_person("first", email="")
    make_person("second", email="")


def test_a_person_logs_in_by_user_name_or_address(olga, rf):
    for name in ({"username": "olga"}, {"email": "olga@example.org"}):
        assert authenticate(rf.post("/"), password=PASSWORD, **name) == olga
    assert authenticate(rf.post("/"), username="olga", password="wrong") is None


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "europe/madrid "])
def test_a_time_zone_is_one_there_is(zone):
    with pytest.raises(ValidationError):
        Office(code="X", names={"en": "X"}, time_zone=zone).clean_fields()


def test_a_person_is_shown_by_full_name_else_by_user_name(db):
    assert str(User(username="olga", full_name="Olga Officer")) == "Olga Officer"
    assert str(User(username="olga")) == "olga"
