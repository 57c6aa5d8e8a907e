"""The two documents the demonstration register is taken from, and their sentences, word for word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Stated = Mapping[str, Any]
WORKING_ARRANGEMENT = "Press item on a Working Arrangement between Europol and the SSPC (untitled and undated)"
PROGRAMME = (
    "“EL PAcCTO will work with Mexico to strengthen the fight against transnational organised crime”, 19 December 2019"
)

OFFICIAL_NAME = "official name, not in the document"
NOT_STATED = "not stated in the source"


def cited(document: str, quote: str, note: str = "") -> Stated:
    """The three fields by which a fact says where it is from."""
    return {"source": document, "source_quote": quote, "source_note": note}


# The press item on the working arrangement.
TALKS = (
    "The Mexican Secretariat of Public Safety or the Ministry of Security and Citizen Protection (SSPC), along with "
    "Europol and the Mexican Ministry of Foreign Affairs are discussing the expansion and development, and to work "
    "together regarding security matters."
)
ABOUT_SSPC = (
    "The SSCP that was established in 2018 is an agency of the administration of Mexico that is a cabinet-level. They "
    "are mostly in charge of the supervision of public safety and security."
)
ABOUT_EUROPOL = (
    "Europol is an organization based in The Hague in the Netherlands and is also a law enforcement agency of the "
    "European Union. They assist 27 EU Member States and help them fight against terrorism and other kinds of serious "
    "crimes. Their main objective is to achieve a safer Europe."
)
ABOUT_FOREIGN_AFFAIRS = (
    "The Mexican Ministry of Foreign Affairs is Mexico's international secretary and is in charge of the enforcement "
    "of foreign policy in Mexico."
)
ORGANISED_CRIME = (
    "According to the Mexico Government, their collaboration alongside with the European is a necessary and crucial "
    "matter to complete and enhance the capabilities of the nation versus the crimes that are transnational organized."
)
COURSE_OF_ARMS = (
    "That is specifically to control and restrain the wrong and unlawful course of arms, their resources, ammunition, "
    "explosives, and their components."
)
ARRANGEMENT = (
    "The conferences were inaugurated to sign and engage in a Working Arrangement between the Europol and the SSPC to "
    "assist and back Mexico and the Members State of the European Union in prevention and combat grave and severe "
    "evil, corruption, terrorism, and other kinds and sorts of criminal acts, and it is in line with the respective "
    "mandates of the Parties, but the approval processes are still pending."
)

# The article on EL PAcCTO.
INCEPTION = (
    "Since its inception in 2017, the European Union EL PAcCTO programme has been working with Mexico to strengthen "
    "the institutions involved in the fight against organised crime and promote coordination between Europe and Mexico."
)
EMPACT = (
    "Until now, topics such as cooperation against arms trafficking have been discussed together with the EU EMPACT "
    "(European Multidisciplinary Platforms Against Criminal Threats)."
)
ADVICE = (
    "In 2019, specialised advice was provided that will lead to the development of new mechanisms in this area in 2020."
)
UNIT_AND_NETWORK = (
    "Other crimes related to organised crime such as the fight against people smuggling and trafficking in human "
    "beings have also been addressed. To this end, the Prosecutor’s Office has created a specialised unit for these "
    "types of crimes with the support of EL PAcCTO and the country is part of a network of specialised police officers "
    "covering Latin America and the European Union."
)
JAGUAR_AND_EFFORTS = (
    "Mexico is also part of the LA-EU environmental crime police network promoted by EL PAcCTO, the Jaguar network, "
    "and, in addition, the country has made efforts in the fight against cybercrime and the identification and "
    "location of criminal assets."
)
SUPPORTED = (
    "EL PAcCTO has also supported the consolidation of the National Search Commission and international judicial "
    "cooperation with the Attorney General’s Office."
)
PROGRAMMED = (
    "For 2020, Mexico has committed to continue working with the European Union to strengthen cooperation against "
    "crime. To this end, EL PAcCTO has programmed a series of activities aimed at deepening the fight against arms "
    "trafficking (institutional systems, police specialisation and international cooperation), supporting regional and "
    "bi-regional initiatives, especially the assessment of the threat from organised crime in Latin America (IDEAL: "
    "Instrument on the Documentation and Study of the Threat in Latin America) and incorporating the country into the "
    "Committee on Internal Security (CLASI) that El PAcCTO wants to promote."
)
MEETING = (
    "CLASI is scheduled to meet this year with the EU Internal Security Operational Committee (COSI) in Brussels, the "
    "meeting will be attended by the Interior and Security Ministers of the Member States."
)
IN_ADDITION = (
    "In addition, two Multidisciplinary Specialised Teams will be created to combat sex tourism with minors and "
    "corruption, support will be provided for the National Search Commission, a Ministry of Justice will be designed "
    "and alternative measures to imprisonment implemented along with differentiated prison treatment for criminal "
    "groups and comprehensive protection of the environment."
)
PARTNERS = (
    "EL PAcCTO works directly with the following Mexican institutions: Secretariat of Citizen Security and Protection, "
    "Federal Police, National Guard, Office of the Attorney General of the Republic, Council of the Federal Judiciary, "
    "Decentralised Administrative Body for Social Prevention and Readaptation, Ministry of Foreign Affairs, Justice "
    "System Support Unit, Ministry of the Interior, National Search Commission and the Financial Intelligence Unit."
)
