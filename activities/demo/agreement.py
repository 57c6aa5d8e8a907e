"""The working arrangement: its parties, what it is for, and each side's approval. No signature: none is reported."""

from __future__ import annotations

from dataclasses import dataclass

from activities.demo import documents
from activities.demo.documents import WORKING_ARRANGEMENT, Stated, cited
from activities.demo.institutions import EUROPOL, FOREIGN_AFFAIRS, SSPC
from agreements.kinds import PartyRole
from agreements.stages import Stage
from approvals.models import RouteTemplate

KIND, STAGE = "working_arrangement", Stage.APPROVAL_PENDING
TITLES = {"en": "Working Arrangement between Europol and the SSPC"}
SUMMARY = (
    "To support Mexico and the Member States of the European Union in preventing and combating serious crime, "
    "corruption, terrorism and other criminal acts, in line with the mandates of the parties."
)
STATED = cited(WORKING_ARRANGEMENT, documents.ARRANGEMENT)

# (institution, role, where that is stated)
PARTIES = (
    (EUROPOL, PartyRole.PARTY, STATED),
    (SSPC, PartyRole.PARTY, STATED),
    (
        FOREIGN_AFFAIRS,
        PartyRole.FACILITATOR,
        cited(WORKING_ARRANGEMENT, documents.TALKS, "takes part in the talks; it is not named as a party"),
    ),
)
_PURPOSE = cited(WORKING_ARRANGEMENT, documents.ARRANGEMENT)
_ARMS = cited(WORKING_ARRANGEMENT, documents.COURSE_OF_ARMS)
# (subject, where that is stated)
SUBJECTS = (
    ("organised-crime", cited(WORKING_ARRANGEMENT, documents.ORGANISED_CRIME)),
    ("corruption", _PURPOSE),
    ("terrorism", _PURPOSE),
    ("arms-trafficking", _ARMS),
    ("ammunition", _ARMS),
    ("explosives", _ARMS),
)


@dataclass(frozen=True)
class DemoRoute:
    """One side's approval, laid out from a template the installation starts with.

    `body` decides its steps where the template names that body in words; `due_in` counts days from the day the register
    is loaded to the day the first step is due.
    """

    institution: str
    template: str
    body: str = ""
    due_in: int | None = None

    def stated(self, template: RouteTemplate) -> Stated:
        """That approval is pending is in the document; by which steps is not."""
        note = f"steps: demo, as in the template “{template.names['en']}” ({template.source})"
        return cited(WORKING_ARRANGEMENT, documents.ARRANGEMENT, note)


DUE_IN = 14  # the day the first reminder of an approval goes, so that one goes out right after the first run
ROUTES = (
    DemoRoute(EUROPOL, "europol-working-arrangement", due_in=DUE_IN),
    DemoRoute(SSPC, "mexican-inter-institutional-agreement", body=FOREIGN_AFFAIRS),
)
