"""A contact who decided through a link is told, once, when a change of what was approved undoes their decision."""

import datetime as dt

import pytest

from agreements.actions import change_agreement
from approvals.actions.links import issue_link, use_link
from core.mail import deliver
from core.models import Letter
from institutions.actions.contacts import erase_contact_details
from tests.approvals.notices import about, tell, text_of
from tests.cast import NOW, acting, the_system
from tests.factories import make_contact, make_pending_agreement

KIND = "approval_link_undone"
LATER = NOW + dt.timedelta(minutes=1)


@pytest.fixture
def decide(office, olga, mail_server):
    def decide(*, agreement=None, **values):
        given = {"title": "Memorandum on lost art", "officer": olga, "steps": {"is_outside": True}, **(agreement or {})}
        made, (step, _other) = make_pending_agreement(office, **given)
        link = issue_link(
            by=acting(olga), step=step, contact=make_contact(step.case.institution, "Carla Contact", **values)
        )
        use_link(by=the_system("approval link"), link=link, outcome="approved", network="0" * 32)
        tell()
        Letter.objects.all().delete()
        return made, link.contact

    return decide


def change(agreement, olga):
    change_agreement(by=acting(olga, at=LATER), agreement=agreement, legal_basis="Article 25")
    tell(at=LATER)
    Letter.objects.exclude(kind=KIND).delete()


def test_it_says_that_the_decision_no_longer_counts_and_is_sent_once(decide, olga, mail_server):
    agreement, _contact = decide()
    change(agreement, olga)
    tell(at=LATER, again=True)
    Letter.objects.exclude(kind=KIND).delete()
    assert len(about(KIND)) == 1
    assert deliver(clock=lambda: LATER).sent == 1
    (message,) = mail_server.messages
    assert message["To"] == "carla.contact@outside.example"
    assert "Your decision no longer counts" in str(message["Subject"])
    for text in text_of(message):
        for said in ("Carla Contact", "Memorandum on lost art", "you will get a new link", "olga@example.org"):
            assert said in text


def test_the_name_of_a_restricted_record_stays_out_of_it(decide, olga, mail_server):
    agreement, _contact = decide(agreement={"classification": "restricted"})
    change(agreement, olga)
    deliver(clock=lambda: LATER)
    (message,) = mail_server.messages
    assert "lost art" not in "".join([str(message["Subject"]), *text_of(message)])


def test_nothing_is_sent_to_one_whose_data_was_erased(decide, olga, mail_server):
    agreement, contact = decide()
    change(agreement, olga)
    erase_contact_details(by=acting(olga, at=LATER), contact=contact, reason="Asked for it")
    assert deliver(clock=lambda: LATER).cancelled == 1
    assert not mail_server.messages
