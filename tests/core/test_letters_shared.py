"""Several workers share the letters that wait, and never send one twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from core.mail import deliver
from core.models import Letter
from tests.factories import make_person
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_at_one_moment_never_send_the_same_letter_twice(transactional_db, tell, mail_server):
    mail_server.pause = 0.02
    for number in range(24):
        tell(make_person(f"p{number}"))
    outcomes = at_once([lambda: deliver(clock=timezone.now, batch=3)] * 3)
    assert sum(outcome.sent for outcome in outcomes) == 24
    assert sum(1 for outcome in outcomes if outcome.sent) > 1, "the work was shared"
    assert len(set(mail_server.recipients)) == len(mail_server.recipients) == 24
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
