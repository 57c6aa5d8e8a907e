"""The activities of EL PAcCTO with Mexico that the document names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from activities.demo import documents
from activities.demo.documents import PROGRAMME, Stated, cited
from activities.demo.institutions import (
    CLASI,
    CORRUPTION_TEAM,
    COSI,
    PROSECUTOR,
    SEARCH_COMMISSION,
    TOURISM_TEAM,
    UNIT,
)
from activities.kinds import ParticipantRole
from activities.states import ActivityState

Role = ParticipantRole


@dataclass(frozen=True)
class Work:
    """One activity. `year` is all the document says of when; None where it says nothing."""

    title: str
    kind: str
    subjects: tuple[str, ...]
    stated: Stated
    state: ActivityState
    year: int | None = None
    participants: tuple[tuple[str, ParticipantRole], ...] = ()
    place: str = ""
    description: str = ""


_planned = partial(Work, state=ActivityState.SCHEDULED, year=2020)
_done = partial(Work, state=ActivityState.DELIVERED)

_PROGRAMMED = cited(PROGRAMME, documents.PROGRAMMED, "state: “has programmed”; when: “for 2020”, no day")
_IN_ADDITION = cited(
    PROGRAMME, documents.IN_ADDITION, "state: “will be”, after what is programmed; when: “for 2020”, no day"
)
_MEETING = cited(
    PROGRAMME,
    documents.MEETING,
    "date as reported: “this year”, in a text of 19 December 2019 on what is programmed for 2020",
)
_EFFORTS = cited(
    PROGRAMME,
    documents.JAGUAR_AND_EFFORTS,
    "efforts of the country, “until now”; EL PAcCTO's part and dates not stated",
)
_SUPPORTED = cited(PROGRAMME, documents.SUPPORTED, "“has supported”; dates not stated")

OF_2020 = (
    _planned("Fight against arms trafficking: institutional systems", "other", ("arms-trafficking",), _PROGRAMMED),
    _planned("Fight against arms trafficking: police specialisation", "training", ("arms-trafficking",), _PROGRAMMED),
    _planned("Fight against arms trafficking: international cooperation", "other", ("arms-trafficking",), _PROGRAMMED),
    _planned(
        "IDEAL: assessment of the threat from organised crime in Latin America",
        "assessment",
        ("organised-crime",),
        _PROGRAMMED,
        description="Instrument on the Documentation and Study of the Threat in Latin America.",
    ),
    _planned(
        "Incorporation of Mexico into the Committee on Internal Security (CLASI)",
        "other",
        ("internal-security",),
        _PROGRAMMED,
        participants=((CLASI, Role.SUBJECT),),
    ),
    _planned(
        "Meeting of CLASI with the EU Internal Security Operational Committee (COSI)",
        "meeting",
        ("internal-security",),
        _MEETING,
        participants=((CLASI, Role.PARTICIPANT), (COSI, Role.PARTICIPANT)),
        place="Brussels",
        description="To be attended by the Interior and Security Ministers of the Member States.",
    ),
    _planned(
        "Multidisciplinary Specialised Team to combat sex tourism with minors",
        "specialised_team",
        ("sex-tourism-minors",),
        _IN_ADDITION,
        participants=((TOURISM_TEAM, Role.SUBJECT),),
    ),
    _planned(
        "Multidisciplinary Specialised Team to combat corruption",
        "specialised_team",
        ("corruption",),
        _IN_ADDITION,
        participants=((CORRUPTION_TEAM, Role.SUBJECT),),
    ),
    _planned(
        "Support for the National Search Commission",
        "other",
        ("search-commissions",),
        _IN_ADDITION,
        participants=((SEARCH_COMMISSION, Role.BENEFICIARY),),
    ),
    _planned("Design of a Ministry of Justice", "other", ("justice",), _IN_ADDITION),
    _planned("Alternative measures to imprisonment", "other", ("prisons",), _IN_ADDITION),
    _planned(
        "Differentiated prison treatment for criminal groups", "other", ("prisons", "organised-crime"), _IN_ADDITION
    ),
    _planned("Comprehensive protection of the environment", "other", ("environment",), _IN_ADDITION),
)
UNTIL_2019 = (
    _done(
        "Specialised advice on arms trafficking",
        "advice",
        ("arms-trafficking",),
        cited(PROGRAMME, documents.ADVICE, "“was provided”; when: “in 2019”, no day"),
        year=2019,
    ),
    _done(
        "Creation of the specialised unit for people smuggling and trafficking in human beings",
        "other",
        ("people-smuggling", "human-trafficking"),
        cited(PROGRAMME, documents.UNIT_AND_NETWORK, "“has created”; date not stated"),
        participants=((UNIT, Role.SUBJECT), (PROSECUTOR, Role.BENEFICIARY)),
    ),
    _done(
        "Consolidation of the National Search Commission",
        "other",
        ("search-commissions",),
        _SUPPORTED,
        participants=((SEARCH_COMMISSION, Role.BENEFICIARY),),
    ),
    _done("Fight against cybercrime", "other", ("cybercrime",), _EFFORTS),
    _done("Identification and location of criminal assets", "other", ("criminal-assets",), _EFFORTS),
    _done(
        "International judicial cooperation with the Attorney General’s Office",
        "other",
        ("judicial-cooperation",),
        _SUPPORTED,
        participants=((PROSECUTOR, Role.BENEFICIARY),),
    ),
)
ACTIVITIES = (*OF_2020, *UNTIL_2019)
