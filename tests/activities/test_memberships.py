"""Memberships of standing bodies."""

import pytest
from django.db import transaction

from activities.actions import change_membership_state, register_membership
from activities.models import Membership
from activities.states import MEMBERSHIP_TRANSITIONS, MembershipState, leaving
from core.errors import Refused, StaleVersion
from institutions.kinds import KINDS, STANDING_BODIES
from tests.cast import TODAY, TOMORROW, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import approve_all, make_case, make_institution, make_membership, make_step, submit


class RolledBack(Exception):
    """Ends one attempt and undoes it."""


@pytest.fixture
def network(db):
    return make_institution("Jaguar", kind="network")


@pytest.mark.parametrize("source", list(MembershipState), ids=lambda state: state.value)
def test_from_a_state_exactly_the_declared_steps_can_be_taken(source, office, olga, ana):
    membership = make_membership(office, state=source.value)
    make_step(make_case(membership.approval_subject))
    submit(membership.approval_subject)
    approve_all(membership.approval_subject, by=acting(ana))
    reached = set()
    for target in MembershipState:
        try:
            with transaction.atomic():
                change_membership_state(
                    by=acting(olga), membership=membership, to=target.value, reason="The ministers say so"
                )
                reached.add(Membership.objects.get(pk=membership.pk).state)
                raise RolledBack
        except RolledBack:
            continue
        except Refused as refusal:
            assert [each.code for each in refusal.refusals] == ["no_such_transition"]
    assert reached == {each.target.value for each in leaving(MEMBERSHIP_TRANSITIONS, source)}


def test_a_membership_is_in_effect_once_it_is_approved(office, olga, ana):
    membership = make_membership(office)
    with refused("approval_steps_missing"):
        change_membership_state(by=acting(olga), membership=membership, to="approval_pending")
    make_step(make_case(membership.approval_subject))
    change_membership_state(by=acting(olga), membership=membership, to="approval_pending")
    with refused("approval_pending"):
        change_membership_state(by=acting(olga), membership=membership, to="active")
    approve_all(membership.approval_subject, by=acting(ana))
    changed = change_membership_state(by=acting(olga), membership=membership, to="active")
    assert (changed.state, changed.state_since) == ("active", TODAY)


def test_its_end_needs_a_reason(office, olga):
    with refused("reason_missing"):
        change_membership_state(by=acting(olga), membership=make_membership(office, state="active"), to="ended")


def test_a_membership_of_a_country_or_of_an_institution(office, olga, network):
    police = make_institution("Federal Police", country="MX")
    given = {"by": acting(olga), "office": office, "body": network}
    assert register_membership(**given, member_country="MX", state="active", starts="2019").member_name == "Mexico"
    assert register_membership(**given, member=police).member_name == "Federal Police"


@pytest.mark.parametrize("kind", list(KINDS))
def test_only_standing_bodies_have_members(office, olga, kind):
    body = make_institution(kind=kind)
    given = {"by": acting(olga), "office": office, "body": body, "member_country": "MX"}
    if kind in STANDING_BODIES:
        assert register_membership(**given).body == body
    else:
        with invalid("body"):
            register_membership(**given)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"member_country": ""}, "member"),
        ({"member_country": "XX"}, "member_country"),
        ({"state": "suspended"}, "state"),
        ({"role": "mascot"}, "role"),
        ({"starts": "long ago"}, "starts"),
        ({"starts": "2020", "ends": "2019-12"}, "ends"),
        ({"version": 3}, "version"),
        ({"source": "x" * 501}, "source"),
    ],
)
def test_what_cannot_be_is_no_input(office, olga, network, values, field):
    with invalid(field):
        register_membership(by=acting(olga), office=office, body=network, **{"member_country": "MX", **values})
    assert not Membership.objects.exists()


def test_one_member_and_not_the_body_itself(office, olga, network):
    given = {"by": acting(olga), "office": office, "body": network}
    with invalid("member"):
        register_membership(**given, member=network)
    with invalid("member"):
        register_membership(**given, member=make_institution(), member_country="MX")


def test_unknown_states_future_days_and_old_readings(office, olga):
    membership = make_membership(office, state="active")
    with invalid("to"):
        change_membership_state(by=acting(olga), membership=membership, to="paused")
    with invalid("on"):
        change_membership_state(by=acting(olga), membership=membership, to="ended", on=TOMORROW, reason="Left")
    with pytest.raises(StaleVersion):
        change_membership_state(
            by=acting(olga), membership=membership, to="ended", reason="Left", expected_version=membership.version + 1
        )


@pytest.mark.parametrize("name", ["ana", "victor", "aude", "oscar", "nadia", "adam"])
def test_others_neither_register_nor_move_them(office, network, cast, name):
    with forbidden():
        register_membership(by=acting(cast[name]), office=office, body=network, member_country="MX")
    with forbidden():
        change_membership_state(by=acting(cast[name]), membership=make_membership(office), to="ended", reason="No")
