"""A step that only an act completes waits on that act: nobody is told that they may decide it."""

import pytest

from approvals.actions import decide_step
from approvals.deciders import Decider, steps_decidable_by
from approvals.steps import COMPLETED_BY_ACT
from tests.cast import NOW, acting
from tests.expectations import forbidden
from tests.factories import make_agreement, make_case, make_step, submit


@pytest.mark.parametrize("kind", sorted(COMPLETED_BY_ACT))
def test_it_is_nobody_s_to_decide(office, ana, kind):
    agreement = make_agreement(office, stage="approval_pending")
    step = make_step(make_case(agreement.approval_subject), kind=kind, responsible=ana)
    submit(agreement.approval_subject)
    decider = Decider(ana, at=NOW)
    assert not steps_decidable_by(decider).exists()
    assert decider.mandates_on(step) == []
    assert "completed by recording the act" in decider.authority_on(step).verdict.reason
    with forbidden():
        decide_step(by=acting(ana), step=step, outcome="approved")
