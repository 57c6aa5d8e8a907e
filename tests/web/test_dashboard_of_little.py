"""The dashboard of a register with little in it, and with nothing."""

from django.utils import timezone

from tests.factories import make_agreement
from tests.force import hold
from tests.web.conftest import words_of
from tests.web.test_dashboard import DASHBOARD, figures_in


def test_agreements_are_counted_by_their_force_today(browse, victor, aude, office):
    today = timezone.localdate()
    first, second, secret = (
        make_agreement(office, classification=each) for each in ("public", "internal", "restricted")
    )
    hold(first, ("not_in_force", None, today), ("in_force", today, None))
    hold(second, ("in_force", None, today), ("expired", today, None))
    hold(secret, ("in_force", None, None))
    numbers = dict(figures_in(browse(victor).get(DASHBOARD)))
    assert numbers["/agreements/?force_status=in_force"] == numbers["/agreements/?force_status=expired"] == 1
    assert numbers["/agreements/?force_status=not_in_force"] == 0
    assert dict(figures_in(browse(aude).get(DASHBOARD)))["/agreements/?force_status=in_force"] == 2


def test_nothing_to_count_is_said(browse, victor, office):
    page = words_of(browse(victor).get(DASHBOARD))
    for words in ("No agreement to count", "No activity to count", "No approval is pending"):
        assert words in page
