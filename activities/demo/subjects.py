"""The subjects the demo records are filed under: the register's own tree, with the DAC sector of each.

Source of the codes: OECD DAC CRS purpose codes, as IATI's codelist Sector has them. The words are those of the
documents; filing a record under a subject quotes the sentence it is from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One subject: its code, its names, its sector, and the code of the subject it stands under."""

    code: str
    en: str
    es: str
    sector: str
    under: str = ""


TOPICS = (
    Topic("organised-crime", "Organised crime", "Crimen organizado", "15132"),
    Topic("arms-trafficking", "Arms trafficking", "Tráfico de armas", "15240", "organised-crime"),
    Topic("ammunition", "Ammunition", "Municiones", "15240", "arms-trafficking"),
    Topic("explosives", "Explosives", "Explosivos", "15240", "arms-trafficking"),
    Topic("people-smuggling", "People smuggling", "Tráfico de personas migrantes", "15190", "organised-crime"),
    Topic("human-trafficking", "Trafficking in human beings", "Trata de seres humanos", "15132", "organised-crime"),
    Topic("sex-tourism-minors", "Sex tourism with minors", "Turismo sexual con menores", "15132", "organised-crime"),
    Topic("cybercrime", "Cybercrime", "Ciberdelincuencia", "15132", "organised-crime"),
    Topic("criminal-assets", "Criminal assets", "Activos de origen delictivo", "15113", "organised-crime"),
    Topic("corruption", "Corruption", "Corrupción", "15113"),
    Topic("terrorism", "Terrorism", "Terrorismo", "15210"),
    Topic("internal-security", "Internal security", "Seguridad interior", "15210"),
    Topic("search-commissions", "Search commissions", "Comisiones de búsqueda", "15130"),
    Topic("justice", "Justice", "Justicia", "15130"),
    Topic("judicial-cooperation", "Judicial cooperation", "Cooperación judicial", "15134", "justice"),
    Topic("prisons", "Prisons and alternatives to them", "Prisiones y medidas alternativas", "15137", "justice"),
    Topic("environment", "Environment", "Medio ambiente", "41010"),
)
