"""What of an agreement is approved: gathered as data, and read back as words.

Kind, parties and roles, clauses, legal basis, personal-data flag and the SHA-256 of the authentic texts; nothing else
(docs/domain, "Approvals"). Names stand beside it for reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from agreements.act_kinds import Standing
from agreements.clause_labels import CLAUSE_LABELS
from agreements.clause_reading import say_terms
from agreements.document_queries import authentic_hashes
from agreements.kinds import KINDS, PARTY_ROLE_LABELS, PERSONAL_DATA_LABELS, PartyRole, PersonalData
from agreements.law.clauses import ClauseKind
from agreements.law.notation import read_terms
from agreements.models import Act, Agreement
from core.registries import KnownAct

Line = tuple[str, str, str]


def substance_of(agreement: Agreement) -> tuple[dict[str, Any], dict[str, str]]:
    """Content and names, as `approvals.substances.Substance` has them; in three queries."""
    parties = list(agreement.parties.select_related("institution").order_by("id"))
    texts = authentic_hashes(agreement)
    content = {
        "kind": agreement.kind,
        "parties": sorted([str(party.institution.uid), party.role] for party in parties),
        "clauses": sorted(
            (
                {
                    "kind": clause.kind,
                    "duty": clause.duty,
                    "parameters": clause.parameters,
                    "repealed": clause.is_repealed,
                    "article": clause.article,
                    "applies_from": clause.applies_from.isoformat() if clause.applies_from else "",
                }
                for clause in agreement.clauses.current()
            ),
            key=_clause_key,
        ),
        "legal_basis": agreement.legal_basis,
        "personal_data": agreement.personal_data,
        "texts": sorted([text.document, text.sha256] for text in texts),
    }
    names = {str(party.institution.uid): party.institution.name for party in parties}
    names |= {str(party.uid): party.institution.name for party in parties}
    names |= {text.document: text.title for text in texts}
    return content, names


def lines_of(content: Mapping[str, Any], names: Mapping[str, str]) -> list[Line]:
    """The content in words of the active language: lines of key, label and text."""
    return list(_lines(content, names))


def _lines(content: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Line]:
    yield "kind", _("Kind"), _(KINDS[content["kind"]].label)
    for institution, role in content["parties"]:
        label = _(PARTY_ROLE_LABELS[PartyRole(role)])
        yield f"party {role} {institution}", label, names.get(institution, _("an institution"))
    for clause in content["clauses"]:
        yield _clause_key(clause), _clause_label(clause), _clause_text(clause, names)
    yield "legal_basis", _("Legal basis"), content["legal_basis"] or _("Not stated")
    personal_data = PERSONAL_DATA_LABELS[PersonalData(content["personal_data"])]
    yield "personal_data", _("Personal data is exchanged"), _(personal_data)
    for document, sha256 in content["texts"]:
        words = _("SHA-256 %(hash)s…") % {"hash": sha256[:16]}
        yield f"text {document}", _("Authentic text"), f"{names.get(document, '')} ({words})".strip()


def _clause_key(clause: Mapping[str, Any]) -> str:
    return f"clause {clause['kind']} {clause['duty']} {clause['applies_from']}"


def _clause_label(clause: Mapping[str, Any]) -> str:
    label = _(CLAUSE_LABELS[ClauseKind(clause["kind"])])
    return f"{label} ({clause['article']})" if clause["article"] else label


def _clause_text(clause: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if clause["repealed"]:
        return _("Repealed from %(day)s.") % {"day": clause["applies_from"]}
    terms = read_terms(ClauseKind(clause["kind"]), clause["parameters"])
    text = say_terms(terms, names=names)
    if clause["applies_from"]:
        return _("From %(day)s: %(text)s") % {"day": clause["applies_from"], "text": text}
    return text


def acts_that_hold(agreement: Agreement) -> list[KnownAct]:
    """The acts that hold now, oldest first: current, authoritative and not disputed."""
    rows = Act.objects.current().filter(agreement=agreement, is_authoritative=True).exclude(standing=Standing.DISPUTED)
    return [
        KnownAct(
            uid=str(act.uid),
            kind=act.kind,
            institution_id=act.party.institution_id if act.party else None,
            is_received=act.received_on is not None,
            on=act.date if act.precision == "day" else None,
            label=str(act),
        )
        for act in rows.select_related("party").order_by("date", "id")
    ]
