"""Between an agreement and its form: what the form shows, and what the actions take."""

from __future__ import annotations

from typing import Any

from agreements.actions import NewParty
from agreements.models import Agreement, AgreementParty
from agreements.queries import history_roots
from agreements.web.forms import TITLE_LANGUAGES
from core.history_reading import last_entry_of
from core.web.conflicts import VersionedForm

_PLAIN = (
    "kind", "nature", "summary", "external_reference", "legal_basis", "personal_data", "transfer_basis",
    "classification", "officer", "source", "source_quote", "source_note",
)  # fmt: skip
_PARTY = ("institution", "role", "signatory", "classes", "source", "source_quote", "source_note")


def initial_of(agreement: Agreement) -> dict[str, Any]:
    """An agreement of `agreement_page` as its form shows it."""
    others = {code: text for code, text in agreement.titles.items() if code not in TITLE_LANGUAGES}
    return {
        **{name: getattr(agreement, name) for name in (*_PLAIN, "version")},
        **{f"title_{code}": agreement.titles.get(code, "") for code in TITLE_LANGUAGES},
        "officer": agreement.officer.username if agreement.officer else "",
        "subjects": [link.subject_id for link in agreement.subject_links.all()],
        "parties": [_party_shown(party) for party in agreement.parties.all()],
        "readers": [{"user": link.user} for link in agreement.reader_links.select_related("user")],
        "other_titles": [{"language": code, "text": text} for code, text in others.items()],
        "seen": last_entry_of(history_roots(agreement)),
    }


def _party_shown(party: AgreementParty) -> dict[str, Any]:
    return {**{name: getattr(party, name) for name in _PARTY}, "joins_later": not party.is_negotiating}


def _party_given(*, joins_later: bool, **row: Any) -> NewParty:
    return NewParty(is_negotiating=not joins_later, **row)


def values_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the actions take, from a valid form. An empty nature is left to the kind."""
    titles = {code: cleaned[f"title_{code}"] for code in TITLE_LANGUAGES}
    titles |= {row["language"]: row["text"] for row in cleaned["other_titles"]}
    left_out = {*VersionedForm.base_fields, *(f"title_{code}" for code in TITLE_LANGUAGES), "other_titles"}
    values = {name: value for name, value in cleaned.items() if name not in left_out}
    if not values["nature"]:
        del values["nature"]
    if "readers" in values:
        values["readers"] = [row["user"] for row in values["readers"]]
    return {
        **values,
        "titles": {code: text for code, text in titles.items() if text},
        "parties": [_party_given(**row) for row in cleaned["parties"]],
        "subjects": list(cleaned["subjects"]),
    }
