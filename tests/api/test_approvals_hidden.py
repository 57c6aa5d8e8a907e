"""Approvals of a restricted record answer as if they did not exist, whatever is asked of them."""

import pytest

from tests.cast import acting
from tests.factories import make_pending_agreement

NONE = "6f1f64b0-6e3f-4c2f-9d59-0e6f3a6a7f01"
ADDRESSES = [
    ("get", "cases/{case}/"),
    ("get", "cases/{case}/snapshots/{sha}/"),
    ("post", "cases/{case}/submissions/"),
    ("post", "cases/{case}/withdrawals/"),
    ("post", "cases/{case}/lapses/"),
    ("post", "cases/{case}/reopenings/"),
    ("post", "cases/{case}/route/"),
    ("post", "cases/{case}/steps/"),
    ("get", "steps/{step}/"),
    ("patch", "steps/{step}/"),
    ("delete", "steps/{step}/"),
    ("post", "steps/{step}/decisions/"),
    ("post", "steps/{step}/outside-decisions/"),
    ("post", "steps/{step}/dispensations/"),
    ("post", "steps/{step}/conditions/"),
    ("post", "conditions/{condition}/meetings/"),
]


@pytest.fixture
def hidden(office, olga, calling, ana):
    _agreement, (step, *_rest) = make_pending_agreement(
        office, by=acting(olga), classification="restricted", steps={"responsible": ana}
    )
    given = {"outcome": "approved_with_conditions", "conditions": [{"text": "The annex is added"}]}
    decided = calling(ana).post(f"approvals/steps/{step.uid}/decisions/", given).json()
    condition = decided["decisions"][0]["conditions"][0]["id"]
    return {"case": step.case.uid, "step": step.uid, "sha": decided["substance"], "condition": condition}


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_every_address_answers_as_that_of_nothing(calling, hidden, oscar, method, path):
    client = calling(oscar).client
    answers = []
    for names in (hidden, {"case": NONE, "step": NONE, "sha": hidden["sha"], "condition": NONE}):
        address = f"/api/v1/approvals/{path.format(**names)}"
        answer = getattr(client, method)(address, {}, content_type="application/json", headers={"If-Match": "*"})
        answers.append((answer.status_code, answer.content.replace(address.encode(), b"?")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_it_is_there_for_who_decides_it(calling, hidden, ana, method, path):
    client = calling(ana).client
    address = f"/api/v1/approvals/{path.format(**hidden)}"
    answer = getattr(client, method)(address, {"x": 1}, content_type="application/json", headers={"If-Match": "*"})
    assert answer.status_code in (200, 400, 403)
