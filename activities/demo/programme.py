"""The programme EL PAcCTO, and the standing bodies Mexico belongs to or is to join."""

from __future__ import annotations

from dataclasses import dataclass

from activities.demo import documents
from activities.demo.documents import PROGRAMME, Stated, cited
from activities.demo.institutions import CLASI, JAGUAR, POLICE_NETWORK
from activities.states import MembershipState
from approvals.steps import StepKind

CODE, NAMES, STARTS = "EL-PACCTO", {"en": "EL PAcCTO"}, "2017"
STATED = cited(PROGRAMME, documents.INCEPTION, "funder: read from “European Union EL PAcCTO programme”")
PARTNER_STATED = cited(PROGRAMME, documents.PARTNERS)


@dataclass(frozen=True)
class Belonging:
    """Mexico in a standing body."""

    body: str
    state: MembershipState
    stated: Stated


COUNTRY = "MX"
MEMBERSHIPS = (
    Belonging(POLICE_NETWORK, MembershipState.ACTIVE, cited(PROGRAMME, documents.UNIT_AND_NETWORK)),
    Belonging(JAGUAR, MembershipState.ACTIVE, cited(PROGRAMME, documents.JAGUAR_AND_EFFORTS)),
    Belonging(CLASI, MembershipState.APPROVAL_PENDING, cited(PROGRAMME, documents.PROGRAMMED)),
)
# What a membership whose approval is pending waits for.
PENDING_STEP = StepKind.EXECUTIVE_APPROVAL
PENDING_STATED = cited(PROGRAMME, documents.PROGRAMMED, "kind of step: demo")
