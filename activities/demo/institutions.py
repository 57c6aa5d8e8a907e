"""The institutions the documents name: one record each, however many names it has there."""

from __future__ import annotations

from dataclasses import dataclass

from activities.demo import documents
from activities.demo.documents import OFFICIAL_NAME, PROGRAMME, WORKING_ARRANGEMENT, Stated, cited
from institutions.actions.names import NewName, Type

FOREIGN_AFFAIRS, PROSECUTOR, SEARCH_COMMISSION = "foreign-affairs", "prosecutor", "search-commission"
SSPC, EUROPOL, EU, UNIT = "sspc", "europol", "eu", "specialised-unit"
CLASI, COSI, JAGUAR, POLICE_NETWORK = "clasi", "cosi", "jaguar", "police-network"
TOURISM_TEAM, CORRUPTION_TEAM = "team-sex-tourism", "team-corruption"

_PARTNER = cited(PROGRAMME, documents.PARTNERS)
_UNIT = cited(PROGRAMME, documents.UNIT_AND_NETWORK)
_TEAMS = cited(PROGRAMME, documents.IN_ADDITION, "where the team will be based is not stated")
_DESCRIBED = "described in the source, which gives no formal name"


@dataclass(frozen=True)
class Body:
    """One institution. `under` is the key of the one it is part of."""

    key: str
    kind: str
    names: tuple[NewName, ...]
    stated: Stated
    country: str = ""
    under: str = ""
    seat: str = ""
    established: str = ""
    mandate: str = ""


def _official(text: str, stated: Stated) -> NewName:
    return NewName(text, "en", **stated)


def _spanish(text: str) -> NewName:
    return NewName(text, "es", source_note=OFFICIAL_NAME)


def _alias(text: str, stated: Stated) -> NewName:
    return NewName(text, "en", Type.ALIAS, **stated)


def _acronym(text: str, stated: Stated) -> NewName:
    return NewName(text, "", Type.ACRONYM, **stated)


def _partner(key: str, kind: str, name: str, spanish: str) -> Body:
    return Body(key, kind, (_official(name, _PARTNER), _spanish(spanish)), _PARTNER, country="MX")


_TALKS = cited(WORKING_ARRANGEMENT, documents.TALKS)
_ABOUT_SSPC = cited(WORKING_ARRANGEMENT, documents.ABOUT_SSPC)
_ABOUT_FOREIGN_AFFAIRS = cited(WORKING_ARRANGEMENT, documents.ABOUT_FOREIGN_AFFAIRS)
_ABOUT_EUROPOL = cited(WORKING_ARRANGEMENT, documents.ABOUT_EUROPOL)
_SUPPORTED = cited(PROGRAMME, documents.SUPPORTED)
_EMPACT = cited(PROGRAMME, documents.EMPACT)
_JAGUAR = cited(PROGRAMME, documents.JAGUAR_AND_EFFORTS)
_CLASI = cited(PROGRAMME, documents.PROGRAMMED)
_COSI = cited(PROGRAMME, documents.MEETING)
_EU = cited(PROGRAMME, documents.INCEPTION)

# The eleven institutions EL PAcCTO works with directly, in the order of the document.
PARTNERS = (
    Body(
        SSPC,
        "ministry",
        (
            _official("Secretariat of Citizen Security and Protection", _PARTNER),
            _spanish("Secretaría de Seguridad y Protección Ciudadana"),
            _acronym("SSPC", _TALKS),
            _alias("Mexican Secretariat of Public Safety", _TALKS),
            _alias("Ministry of Security and Citizen Protection", _TALKS),
            NewName("SSCP", "", Type.MISPRINT, **_ABOUT_SSPC),
        ),
        _ABOUT_SSPC,
        country="MX",
        established="2018",
        mandate="Supervision of public safety and security.",
    ),
    _partner("federal-police", "police", "Federal Police", "Policía Federal"),
    _partner("national-guard", "gendarmerie", "National Guard", "Guardia Nacional"),
    Body(
        PROSECUTOR,
        "prosecution_service",
        (
            _official("Office of the Attorney General of the Republic", _PARTNER),
            _spanish("Fiscalía General de la República"),
            _alias("Prosecutor’s Office", _UNIT),
            _alias("Attorney General’s Office", _SUPPORTED),
        ),
        _PARTNER,
        country="MX",
    ),
    _partner(
        "judiciary-council",
        "judiciary_council",
        "Council of the Federal Judiciary",
        "Consejo de la Judicatura Federal",
    ),
    _partner(
        "prisons-body",
        "prison_service",
        "Decentralised Administrative Body for Social Prevention and Readaptation",
        "Órgano Administrativo Desconcentrado Prevención y Readaptación Social",
    ),
    Body(
        FOREIGN_AFFAIRS,
        "ministry",
        (
            _official("Ministry of Foreign Affairs", _PARTNER),
            _spanish("Secretaría de Relaciones Exteriores"),
            _alias("Mexican Ministry of Foreign Affairs", _ABOUT_FOREIGN_AFFAIRS),
        ),
        _ABOUT_FOREIGN_AFFAIRS,
        country="MX",
        mandate="Enforcement of foreign policy in Mexico.",
    ),
    _partner("justice-support-unit", "other", "Justice System Support Unit", "Unidad de Apoyo al Sistema de Justicia"),
    _partner("interior", "ministry", "Ministry of the Interior", "Secretaría de Gobernación"),
    _partner(SEARCH_COMMISSION, "search_commission", "National Search Commission", "Comisión Nacional de Búsqueda"),
    _partner(
        "financial-intelligence-unit",
        "financial_intelligence_unit",
        "Financial Intelligence Unit",
        "Unidad de Inteligencia Financiera",
    ),
)

OTHERS = (
    Body(
        EUROPOL,
        "eu_agency",
        (_official("Europol", _ABOUT_EUROPOL),),
        _ABOUT_EUROPOL,
        seat="The Hague",
        mandate="Law enforcement agency of the European Union; assists the EU Member States in the fight against "
        "terrorism and other kinds of serious crimes.",
    ),
    Body(EU, "eu_institution", (_official("European Union", _EU), _spanish("Unión Europea")), _EU),
    Body(
        UNIT,
        "prosecution_service",
        (
            _official(
                "Specialised unit for people smuggling and trafficking in human beings",
                cited(PROGRAMME, documents.UNIT_AND_NETWORK, _DESCRIBED),
            ),
        ),
        _UNIT,
        country="MX",
        under=PROSECUTOR,
    ),
)

# Standing bodies: these have memberships.
BODIES = (
    Body(
        "empact",
        "platform",
        (
            _official("European Multidisciplinary Platforms Against Criminal Threats", _EMPACT),
            _acronym("EMPACT", _EMPACT),
        ),
        _EMPACT,
    ),
    Body(
        POLICE_NETWORK,
        "network",
        (
            _official(
                "Network of specialised police officers covering Latin America and the European Union",
                cited(PROGRAMME, documents.UNIT_AND_NETWORK, _DESCRIBED),
            ),
        ),
        _UNIT,
        mandate="People smuggling and trafficking in human beings.",
    ),
    Body(
        JAGUAR,
        "network",
        (_official("Jaguar network", _JAGUAR), _alias("LA-EU environmental crime police network", _JAGUAR)),
        _JAGUAR,
        mandate="Environmental crime.",
    ),
    Body(CLASI, "committee", (_official("Committee on Internal Security", _CLASI), _acronym("CLASI", _CLASI)), _CLASI),
    Body(
        COSI,
        "committee",
        (_official("EU Internal Security Operational Committee", _COSI), _acronym("COSI", _COSI)),
        _COSI,
    ),
    Body(
        TOURISM_TEAM,
        "specialised_team",
        (
            _official(
                "Multidisciplinary Specialised Team to combat sex tourism with minors",
                cited(PROGRAMME, documents.IN_ADDITION, _DESCRIBED),
            ),
        ),
        _TEAMS,
        mandate="To combat sex tourism with minors.",
    ),
    Body(
        CORRUPTION_TEAM,
        "specialised_team",
        (
            _official(
                "Multidisciplinary Specialised Team to combat corruption",
                cited(PROGRAMME, documents.IN_ADDITION, _DESCRIBED),
            ),
        ),
        _TEAMS,
        mandate="To combat corruption.",
    ),
)

INSTITUTIONS = (*PARTNERS, *OTHERS, *BODIES)
