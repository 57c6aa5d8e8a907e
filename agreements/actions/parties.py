"""The institutions in an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agreements.kinds import PartyRole
from agreements.models import Agreement, AgreementParty
from approvals.actions import end_side
from core.actors import Actor
from core.errors import InvalidInput
from core.validation import wrong_values
from institutions.models import Institution


@dataclass(frozen=True)
class NewParty:
    """An institution and its role, as given; see `AgreementParty` for `classes` and `is_negotiating`."""

    institution: Institution
    role: str = PartyRole.PARTY
    signatory: str = ""
    classes: Sequence[str] = ()
    is_negotiating: bool = True
    source: str = ""
    source_quote: str = ""
    source_note: str = ""

    @property
    def identity(self) -> tuple[int, str]:
        """What makes two entries the same."""
        return (self.institution.pk, str(self.role))


def write_parties(agreement: Agreement, parties: Sequence[NewParty], *, by: Actor) -> None:
    """Make the agreement's parties exactly these; the approval of one that leaves ends. The caller holds the lock.

    Raises `InvalidInput` for an unknown role, the same role twice, or leaving out a party that has acts or is
    named in a clause.
    """
    _check(parties)
    present = {(row.institution_id, row.role): row for row in agreement.parties.all()}
    wanted = {party.identity: party for party in parties}
    for identity, row in present.items():
        if identity not in wanted:
            _remove(row)
    for position, (identity, party) in enumerate(wanted.items()):
        values = {**_values(party), "position": position}
        if identity in present:
            _update(present[identity], values)
        else:
            AgreementParty.objects.create(agreement=agreement, institution=party.institution, **values)
    for identity, row in present.items():
        if row.role == PartyRole.PARTY and identity not in wanted:
            end_side(by=by, subject=agreement.approval_subject, institution=row.institution)


def _check(parties: Sequence[NewParty]) -> None:
    if len({party.identity for party in parties}) != len(parties):
        raise InvalidInput({"parties": [_("The same institution is named twice in the same role.")]})
    if any(party.role not in [each.value for each in PartyRole] for party in parties):
        raise InvalidInput({"parties": [_("Choose each role from: party, depositary, facilitator, observer.")]})
    for party in parties:
        if errors := wrong_values(AgreementParty, _values(party)):
            raise InvalidInput({"parties": [each for sentences in errors.values() for each in sentences]})


def _values(party: NewParty) -> dict[str, Any]:
    """Of the classes each one once, in their order."""
    given = {name: value for name, value in vars(party).items() if name != "institution"}
    return {**given, "classes": sorted({each.strip() for each in party.classes if each.strip()})}


def _remove(row: AgreementParty) -> None:
    if row.acts.exists():
        raise InvalidInput(
            {"parties": [_("%(party)s has acts in the ledger and cannot be removed.") % {"party": row.institution}]}
        )
    if row.agreement.clauses.current().filter(parameters__parties__contains=[str(row.uid)]).exists():
        raise InvalidInput(
            {"parties": [_("A clause binds %(party)s to report: correct it first.") % {"party": row.institution}]}
        )
    row.delete()


def _update(row: AgreementParty, values: dict[str, object]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
