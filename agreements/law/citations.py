"""How a rule's source is cited."""

from __future__ import annotations

from agreements.law.instrument import Clause, Instrument


def vclt(article: str, instrument: Instrument) -> str:
    """An article of the Vienna Convention: that of 1969, or of 1986 where an organisation is a party."""
    if any(party.is_organisation for party in instrument.parties):
        return f"VCLT 1986, {article}"
    return f"VCLT {article}"


def under(clause: Clause, otherwise: str = "") -> str:
    """The agreement's own article, or what stands in for it."""
    return clause.article or otherwise
