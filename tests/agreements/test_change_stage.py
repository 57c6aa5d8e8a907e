"""Every stage, every way out of it, and every way that does not exist."""

import pytest
from django.db import transaction

from agreements.actions import change_stage
from agreements.kinds import FlowName
from agreements.models import Agreement
from agreements.stages import FLOWS, Stage
from core.errors import Refused
from tests.cast import TODAY, acting
from tests.factories import approve_all, lay_out_approval, make_agreement, sign, submit

KIND = {FlowName.APPROVE_THEN_SIGN: "memorandum_of_understanding", FlowName.SIGN_THEN_APPROVE: "treaty"}


class RolledBack(Exception):
    """Ends one attempt and undoes it."""


def ready_agreement(office, flow, stage, ana) -> Agreement:
    """An agreement at the stage, signed and approved by all, so that no guard stands against any step."""
    agreement = make_agreement(office, kind=KIND[flow], stage=stage.value)
    sign(agreement)
    lay_out_approval(agreement)
    submit(agreement.approval_subject)
    approve_all(agreement.approval_subject, by=acting(ana))
    return agreement


@pytest.mark.parametrize("source", list(Stage), ids=lambda stage: stage.value)
@pytest.mark.parametrize("flow", list(FlowName), ids=lambda flow: flow.value)
def test_from_a_stage_exactly_the_declared_steps_can_be_taken(flow, source, office, olga, ana):
    agreement = ready_agreement(office, flow, source, ana)
    reached = set()
    for target in Stage:
        try:
            with transaction.atomic():
                change_stage(by=acting(olga), agreement=agreement, to=target.value, reason="The ministers say so")
                reached.add(Agreement.objects.get(pk=agreement.pk).stage)
                raise RolledBack
        except RolledBack:
            continue
        except Refused as refused:
            assert [refusal.code for refusal in refused.refusals] == ["no_such_transition"]
    assert reached == {each.target.value for each in FLOWS[flow].leaving(source)}


def test_an_agreement_walks_from_proposed_to_closed(office, olga, ana):
    agreement = make_agreement(office)
    lay_out_approval(agreement)
    for stage in ("mandate_requested", "negotiating", "text_agreed", "approval_pending"):
        change_stage(by=acting(olga), agreement=agreement, to=stage)
    approve_all(agreement.approval_subject, by=acting(ana))
    change_stage(by=acting(olga), agreement=agreement, to="approved")
    sign(agreement)
    change_stage(by=acting(olga), agreement=agreement, to="signed")
    change_stage(by=acting(olga), agreement=agreement, to="closed")
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.stage_since) == ("closed", TODAY)


def test_a_treaty_walks_from_proposed_to_closed(office, olga, ana):
    agreement = make_agreement(office, kind="treaty")
    lay_out_approval(agreement)
    for stage in ("mandate_requested", "negotiating", "text_agreed"):
        change_stage(by=acting(olga), agreement=agreement, to=stage)
    sign(agreement)
    for stage in ("signed", "approval_pending"):
        change_stage(by=acting(olga), agreement=agreement, to=stage)
    approve_all(agreement.approval_subject, by=acting(ana))
    for stage in ("approved", "closed"):
        change_stage(by=acting(olga), agreement=agreement, to=stage)
    agreement.refresh_from_db()
    assert agreement.stage == "closed"
