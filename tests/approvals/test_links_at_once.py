"""Two at once through a link, or one through it and one beside it: exactly one decision."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals.actions import record_outside_decision
from approvals.actions.links import LinkDead, issue_link, revoke_link, use_link
from approvals.models import Decision, DecisionLink, Step
from core.errors import Refused
from tests.cast import acting, the_system
from tests.factories import make_contact, make_pending_agreement
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def step(office):
    return make_pending_agreement(office, steps={"is_outside": True})[1][0]


@pytest.fixture
def link(olga, step):
    contact = make_contact(step.case.institution)
    return issue_link(by=acting(olga, at=timezone.now()), step=step, contact=contact)


def through(link):
    by = the_system("approval link", at=timezone.now())
    return lambda: use_link(by=by, link=link, outcome="approved", network="0" * 32)


def won(results):
    return [each for each in results if isinstance(each, Decision)]


def test_twenty_posts_at_once_are_one_decision(link):
    results = at_once([through(link)] * 20)
    assert len(won(results)) == 1
    lost = [each for each in results if not isinstance(each, Decision)]
    assert {(type(each), each.result) for each in lost} == {(LinkDead, "replayed")}
    assert Decision.objects.count() == 1


def test_two_links_of_one_step_at_once_are_one_decision(olga, link, step):
    other = make_contact(step.case.institution)
    second = issue_link(by=acting(olga, at=timezone.now()), step=step, contact=other)
    results = at_once([through(link), through(second)])
    assert len(won(results)) == 1
    assert [each.result for each in results if isinstance(each, LinkDead)] == ["overtaken"]


def test_a_contact_and_an_officer_at_once_are_one_decision(olga, link, step):
    by = acting(olga, at=timezone.now())
    today = timezone.now().date() - dt.timedelta(days=1)

    def record():
        return record_outside_decision(
            by=by, step=step, outcome="rejected", comment="Their letter", decided_on=today, source="Letter 5"
        )

    results = at_once([through(link), record])
    assert len(won(results)) == 1
    assert all(isinstance(each, Decision | LinkDead | Refused) for each in results)
    assert Decision.objects.count() == 1
    assert Step.objects.get(pk=step.pk).outcome == won(results)[0].outcome


def test_revoked_and_used_at_once_is_one_of_both(olga, link):
    by = acting(olga, at=timezone.now())
    results = at_once([through(link), lambda: revoke_link(by=by, link=link)])
    now = DecisionLink.objects.get(pk=link.pk)
    assert bool(now.used_at) != bool(now.revoked_at)
    assert sum(isinstance(each, LinkDead | Refused) for each in results) == 1
    assert Decision.objects.count() == (1 if now.used_at else 0)
