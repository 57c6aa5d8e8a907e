"""Links: sent to a contact outside, good for one decision on one spell of one step, dead as soon as they should be."""

import datetime as dt
import uuid

import pytest
from django.core.signing import Signer

from approvals.actions import NewCondition, remove_step, withdraw_case
from approvals.actions.links import LinkDead, issue_link, revoke_link, send_link_again, use_link
from approvals.links import dead_because, link_of, token_of
from approvals.models import Decision, DecisionLink, LinkAttempt
from core.models import Letter
from institutions.actions.contacts import erase_contact_details
from tests.cast import NOW, TODAY, acting, the_system
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_contact, make_pending_agreement

NETWORK = "0" * 32


@pytest.fixture
def steps(office):
    return make_pending_agreement(office, steps={"is_outside": True})[1]


@pytest.fixture
def step(steps):
    return steps[0]


@pytest.fixture
def contact(step):
    return make_contact(step.case.institution, "Carla Contact")


@pytest.fixture
def link(olga, step, contact):
    return issue_link(by=acting(olga), step=step, contact=contact)


def use(link, *, outcome="approved", at=NOW, **values):
    return use_link(by=the_system("approval link", at=at), link=link, outcome=outcome, network=NETWORK, **values)


def again(link):
    return link_of(token_of(link))


def test_the_address_is_the_signed_id_and_nothing_secret_is_stored(link):
    token = token_of(link)
    assert link_of(token) == link
    stored = " ".join(str(value) for value in DecisionLink.objects.filter(pk=link.pk).values_list()[0])
    assert token.rsplit(".", 1)[1] not in stored
    assert str(Letter.objects.values_list("key", "payload").get()).count(token) == 0


@pytest.mark.parametrize("made_up", ["", "x", "a.b", "..", "é.é", "A" * 5000])
def test_what_is_made_up_names_no_link(link, made_up):
    assert link_of(made_up) is None


def test_an_altered_address_names_no_link(link):
    token = token_of(link)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        assert link_of(token[:place] + other + token[place + 1 :]) is None, place


def test_what_was_signed_for_another_purpose_or_names_nothing_is_no_link(link):
    inside = token_of(link).rsplit(".", 1)[0]
    assert link_of(Signer(sep=".", salt="something else").sign(inside)) is None
    assert link_of(token_of(DecisionLink(uid=uuid.uuid4()))) is None


def test_a_decision_comes_through_it_dated_in_the_offices_zone(link, step, contact):
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # the next day already in Lisbon
    DecisionLink.objects.filter(pk=link.pk).update(expires_at=late + dt.timedelta(days=1))
    decision = use(again(link), at=late, comment="Agreed")
    assert (decision.contact, decision.decided_by, decision.recorded_by) == (contact, None, None)
    assert decision.decided_on == dt.date(2026, 7, 2)
    step.refresh_from_db()
    link.refresh_from_db()
    assert (step.outcome, link.used_at, link.decision) == ("approved", late, decision)
    assert LinkAttempt.objects.get().result == "used"


def test_it_is_used_once(link):
    use(link)
    with pytest.raises(LinkDead) as caught:
        use(link)
    assert caught.value.result == "replayed"
    assert Decision.objects.count() == 1


def test_it_expires(link):
    at = NOW + dt.timedelta(days=14)
    assert dead_because(link, at=at - dt.timedelta(seconds=1)) is None
    with pytest.raises(LinkDead) as caught:
        use(link, at=at)
    assert caught.value.result == "expired"


def test_it_is_revoked(olga, link):
    revoke_link(by=acting(olga), link=link)
    with pytest.raises(LinkDead) as caught:
        use(link)
    assert caught.value.result == "revoked"
    with refused("link_revoked"):
        revoke_link(by=acting(olga), link=link)


def test_what_was_used_is_not_revoked(olga, link):
    use(link)
    with refused("link_used"):
        revoke_link(by=acting(olga), link=link)


def test_it_dies_with_the_contacts_data(olga, link, contact):
    erase_contact_details(by=acting(olga), contact=contact, reason="Asked for it")
    with pytest.raises(LinkDead) as caught:
        use(link)
    assert caught.value.result == "revoked"


def test_it_decides_no_other_step(link, steps):
    use(link)
    steps[1].refresh_from_db()
    assert steps[1].outcome == "in_progress"


def test_it_does_not_outlive_the_spell_it_was_sent_for(olga, link, step):
    withdraw_case(by=acting(olga), case=step.case, reason="Too early")
    with pytest.raises(LinkDead) as caught:
        use(link)
    assert caught.value.result == "overtaken"


def test_what_has_changed_since_it_was_read_is_not_decided(link):
    with refused("substance_changed"):
        use(link, seen="0" * 64)
    assert not Decision.objects.exists()
    assert dead_because(again(link), at=NOW) is None


def test_a_refused_decision_leaves_the_link_open(link):
    with refused("comment_missing"):
        use(link, outcome="rejected")
    use(link, outcome="rejected", comment="Article 4")


def test_a_new_link_revokes_the_earlier_one_of_the_same_contact_only(olga, link, step, contact):
    other = issue_link(by=acting(olga), step=step, contact=make_contact(step.case.institution))
    newer = issue_link(by=acting(olga), step=step, contact=contact)
    assert [dead_because(again(each), at=NOW) for each in (link, other, newer)] == ["revoked", None, None]


def test_officers_of_the_office_send_links_and_nobody_else(cast, step, contact):
    for name in ("olga", "otto", "hugo"):
        issue_link(by=acting(cast[name]), step=step, contact=contact)
    for name in ("ana", "victor", "aude", "oscar", "nadia", "adam"):
        with forbidden():
            issue_link(by=acting(cast[name]), step=step, contact=contact)
    assert DecisionLink.objects.count() == 3


def test_a_step_decided_in_the_office_is_decided_through_no_link(office, olga):
    _agreement, (step, _other) = make_pending_agreement(office)
    with forbidden():
        issue_link(by=acting(olga), step=step, contact=make_contact(step.case.institution))


def test_a_step_that_does_not_wait_gets_no_link(olga, link, step, contact):
    use(link)
    with refused("already_decided"):
        issue_link(by=acting(olga), step=step, contact=contact)


def test_a_step_that_only_an_act_completes_gets_no_link(olga, office):
    _agreement, (step, _other) = make_pending_agreement(office, steps={"is_outside": True, "kind": "published"})
    with refused("completed_by_act"):
        issue_link(by=acting(olga), step=step, contact=make_contact(step.case.institution))


@pytest.mark.parametrize("days", [0, -1, 91])
def test_it_is_valid_for_one_to_ninety_days(olga, step, contact, days):
    with invalid("valid_days"):
        issue_link(by=acting(olga), step=step, contact=contact, valid_days=days)


def test_the_contact_needs_an_address(olga, step):
    with invalid("contact"):
        issue_link(by=acting(olga), step=step, contact=make_contact(step.case.institution, email=""))


@pytest.mark.parametrize("address", ["OLGA@example.org", "adam@example.org"])
def test_nobody_of_the_house_decides_through_the_address_of_a_contact(olga, adam, step, address):
    """Who submits could otherwise write to themselves."""
    with invalid("contact"):
        issue_link(by=acting(olga), step=step, contact=make_contact(step.case.institution, email=address))


def test_a_letter_is_posted_and_posted_again_once_a_minute(olga, link):
    for _press in range(2):
        send_link_again(by=acting(olga), link=link)
    assert Letter.objects.count() == 1
    send_link_again(by=acting(olga, at=NOW + dt.timedelta(minutes=1)), link=link)
    assert Letter.objects.count() == 2
    assert set(Letter.objects.values_list("address_key", flat=True)) == {link.contact_id}


def test_a_dead_link_is_not_sent_again(olga, link):
    revoke_link(by=acting(olga), link=link)
    with refused("link_revoked"):
        send_link_again(by=acting(olga), link=link)


def test_a_step_with_a_link_stays_in_the_route(otto, link, step):
    with refused("link_sent"):
        remove_step(by=acting(otto), step=step)


def test_conditions_come_through_it(link):
    decision = use(link, outcome="approved_with_conditions", conditions=[NewCondition("A translation", TODAY)])
    assert [each.text for each in decision.conditions.all()] == ["A translation"]
