"""Twenty identical posts at one moment, on real connections: one takes effect, the others are told how things are."""

from collections import Counter

import pytest

from approvals.models import CaseEvent, Decision
from tests.api.conftest import Caller
from tests.cast import acting
from tests.factories import make_pending_agreement
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """Nobody rings for a worker: there is none."""
    monkeypatch.setattr("core.outbox.ring", lambda: None)


def posted(caller, address, body):
    """What twenty posts of the same are answered."""
    client, full = caller.client, caller._full(address)
    return at_once([lambda: client.post(full, body, content_type="application/json") for _ in range(TWENTY)])


@pytest.mark.parametrize("of_record", [False, True])
def test_of_twenty_identical_decisions_one_counts(transactional_db, office, olga, ana, of_record):
    agreement, steps = make_pending_agreement(office, by=acting(olga))
    root = f"agreements/{agreement.reference}/approvals/" if of_record else "approvals/steps/"
    answers = posted(Caller(ana), f"{root}{steps[0].uid}/decisions/", {"outcome": "approved"})
    assert Counter(each.status_code for each in answers) == {201: 1, 409: TWENTY - 1}
    assert Decision.objects.count() == 1
    refused = next(each for each in answers if each.status_code == 409).json()
    assert refused["present"]["outcome"] == "approved"
    assert {each["code"] for each in refused["errors"]} == {"already_decided", "decided_in_case"}


@pytest.mark.full
def test_of_twenty_identical_dispensations_one_counts(transactional_db, office, olga, otto):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    given = {"outcome": "skipped", "comment": "The board delegated it"}
    answers = posted(Caller(otto), f"approvals/steps/{steps[0].uid}/dispensations/", given)
    assert Counter(each.status_code for each in answers) == {201: 1, 409: TWENTY - 1}


@pytest.mark.full
def test_of_twenty_identical_withdrawals_one_counts(transactional_db, office, olga, otto):
    _agreement, steps = make_pending_agreement(office, by=acting(olga))
    answers = posted(Caller(otto), f"approvals/cases/{steps[0].case.uid}/withdrawals/", {"reason": "Too early"})
    assert Counter(each.status_code for each in answers) == {201: 1, 409: TWENTY - 1}
    assert CaseEvent.objects.filter(kind="withdrawn").count() == 1
    refused = next(each for each in answers if each.status_code == 409).json()
    assert refused["present"]["state"] == "not_submitted"
