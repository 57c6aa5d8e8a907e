"""Kinds of institution and the IATI OrganisationType each is exported as. Pure data.

Source of the codes: IATI 2.03, codelist OrganisationType (10 government, 15 other public sector, 21 international
NGO, 22 national NGO, 40 multilateral, 70 private sector, 80 academic, training and research, 90 other).
"""

from dataclasses import dataclass
from enum import StrEnum

from core.sentences import gettext_noop

# kind: (label, IATI OrganisationType)
KINDS: dict[str, tuple[str, str]] = {
    "ministry": (gettext_noop("Ministry"), "10"),
    "police": (gettext_noop("Police"), "10"),
    "gendarmerie": (gettext_noop("Gendarmerie"), "10"),
    "prosecution_service": (gettext_noop("Prosecution service"), "10"),
    "judiciary_council": (gettext_noop("Judiciary council"), "10"),
    "court": (gettext_noop("Court"), "10"),
    "prison_service": (gettext_noop("Prison service"), "10"),
    "financial_intelligence_unit": (gettext_noop("Financial intelligence unit"), "10"),
    "customs": (gettext_noop("Customs"), "10"),
    "search_commission": (gettext_noop("Search commission"), "10"),
    "eu_agency": (gettext_noop("EU agency"), "40"),
    "eu_institution": (gettext_noop("EU institution"), "40"),
    "international_organisation": (gettext_noop("International organisation"), "40"),
    "programme_office": (gettext_noop("Programme office"), "15"),
    "network": (gettext_noop("Network"), "15"),
    "committee": (gettext_noop("Committee"), "15"),
    "platform": (gettext_noop("Platform"), "15"),
    "specialised_team": (gettext_noop("Specialised team"), "15"),
    "academy": (gettext_noop("Academy"), "80"),
    "civil_society": (gettext_noop("Civil society"), "22"),
    "company": (gettext_noop("Company"), "70"),
    "other": (gettext_noop("Other"), "90"),
}

# Bodies that have members: creating or supporting one is an activity, belonging to it a membership.
STANDING_BODIES = frozenset({"network", "committee", "platform", "specialised_team", "programme_office"})
EU_BODIES = frozenset({"eu_agency", "eu_institution"})


class SuccessionKind(StrEnum):
    """How one institution came after another."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    ABSORBED = "absorbed"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True)
class SuccessionWords:
    """How a succession reads from the earlier and from the later institution, and of how many it may be on each side.

    A merger has one institution after it and a split one before it; a renaming has one on either side.
    """

    forward: str
    backward: str
    one_before: bool = False
    one_after: bool = False


SUCCESSIONS = {
    SuccessionKind.RENAMED: SuccessionWords(
        gettext_noop("Renamed to"), gettext_noop("Renamed from"), one_before=True, one_after=True
    ),
    SuccessionKind.MERGED: SuccessionWords(gettext_noop("Merged into"), gettext_noop("Merged from"), one_after=True),
    SuccessionKind.SPLIT: SuccessionWords(gettext_noop("Split into"), gettext_noop("Split off from"), one_before=True),
    SuccessionKind.ABSORBED: SuccessionWords(gettext_noop("Absorbed by"), gettext_noop("Absorbed"), one_after=True),
    SuccessionKind.SUCCEEDED: SuccessionWords(gettext_noop("Succeeded by"), gettext_noop("Succeeds")),
}
