"""A party that left may consent again by the same kind of act: another act, not a differing source of the first."""

import datetime as dt

import pytest

from agreements.actions import NewAct, record_act
from agreements.models import Act
from agreements.queries import differing
from core.dates import PartialDate
from tests.cast import acting
from tests.factories import make_agreement, make_clause, make_institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def constitution(office):
    """UNESCO's, in short: twenty acceptances are three here; a member leaves at a year's notice."""
    agreement = make_agreement(office, kind="treaty", parties=[make_institution() for _ in range(4)])
    make_clause(agreement, "entry_into_force", {"mode": "on_consents", "consents": 3})
    make_clause(agreement, "denunciation", {"mode": "allowed", "notice": {"years": 1}})
    return agreement


def accept(agreement, party, on, by, kind="acceptance", **more) -> Act:
    return record_act(by=by, agreement=agreement, act=NewAct(kind, PartialDate.parse(on), "A source", party, **more))


def test_a_second_acceptance_after_leaving_is_an_act_of_its_own(constitution, olga):
    by = acting(olga)
    parties = list(constitution.parties.order_by("position", "id"))
    for party in parties:
        accept(constitution, party, "1946-11-04", by)
    leaver = parties[0]
    accept(constitution, leaver, "1983-12-28", by, "notice_of_denunciation", received_on=dt.date(1983, 12, 31))
    again = accept(constitution, leaver, "2003-10-01", by)
    assert (again.occasion, again.is_authoritative) == (2, True)
    statuses = constitution.force_periods.filter(party=leaver).order_by("period").values_list("status", flat=True)
    assert list(statuses) == ["not_in_force", "in_force", "notice_given", "terminated", "in_force"]
    assert differing(constitution.acts.current()) == []


def test_another_source_of_the_second_acceptance_stands_beside_it(constitution, olga):
    by = acting(olga)
    parties = list(constitution.parties.order_by("position", "id"))
    for party in parties:
        accept(constitution, party, "1946-11-04", by)
    accept(constitution, parties[0], "1983-12-28", by, "notice_of_denunciation", received_on=dt.date(1983, 12, 31))
    accept(constitution, parties[0], "2003-10-01", by)
    for on in ("2003-09-15", "2003-10-05"):
        other = accept(constitution, parties[0], on, by)
        assert (other.occasion, other.is_authoritative) == (2, False)
    earlier = accept(constitution, parties[0], "1946-09-30", by)
    assert (earlier.occasion, earlier.is_authoritative) == (1, False)
    assert [len(group) for group in differing(constitution.acts.current())] == [2, 3]
