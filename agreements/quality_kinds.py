"""What the checks of data quality say: the sentence, the name and the remedy of each kind of finding. Pure data.

Places of sentences are `%(name)s`, filled by `agreements.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.sentences import gettext_noop


class Mend(StrEnum):
    """Where a finding is mended."""

    ACTS = "acts"
    NEW_ACT = "new_act"
    CLAUSES = "clauses"
    DATA = "data"
    STAGE = "stage"
    PARTIES = "parties"
    INSTITUTION = "institution"
    READ = "read"


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding: its name in lists, what to do about it, and where that is done."""

    label: str
    remedy: str
    mend: Mend = Mend.ACTS


KINDS: dict[str, FindingKind] = {
    "sources_disagree": FindingKind(
        gettext_noop("Sources disagree"),
        gettext_noop("Compare the sources, and choose the entry that counts or correct the one that is wrong."),
    ),
    "disputed_entry_counts": FindingKind(
        gettext_noop("A disputed entry counts"),
        gettext_noop("Find a source that settles it, and record what it states."),
    ),
    "entry_before_signature": FindingKind(
        gettext_noop("Entry into force before signature"),
        gettext_noop("Check both dates against the text; correct the one that is wrong."),
    ),
    "consent_before_signature": FindingKind(
        gettext_noop("Consent before signature"),
        gettext_noop("Check both dates against the depositary's list; correct the one that is wrong."),
    ),
    "act_before_institution": FindingKind(
        gettext_noop("Act before the institution existed"),
        gettext_noop("Check the date of the act, or name the institution that existed then."),
    ),
    "act_after_institution": FindingKind(
        gettext_noop("Act after the institution had ended"),
        gettext_noop("Check the date of the act, or name the institution that followed it."),
    ),
    "no_signature_recorded": FindingKind(
        gettext_noop("Signed, but no signature is recorded"),
        gettext_noop("Record each party's signature with its date and source."),
        Mend.NEW_ACT,
    ),
    "signature_missing": FindingKind(
        gettext_noop("A party's signature is not recorded"),
        gettext_noop("Record the signature with its date and source."),
        Mend.NEW_ACT,
    ),
    "date_imprecise": FindingKind(
        gettext_noop("A date is known only in part"),
        gettext_noop("Find the day in the text or the depositary's list, and correct the entry."),
    ),
    "receipt_missing": FindingKind(
        gettext_noop("Date of receipt is missing"),
        gettext_noop("It counts from receipt (VCLT 78): ask the other side or the depositary when it was received."),
    ),
    "stage_behind": FindingKind(
        gettext_noop("Every party has signed, but the stage says otherwise"),
        gettext_noop("Take the stage to where the procedure is."),
        Mend.STAGE,
    ),
    "party_missing": FindingKind(
        gettext_noop("Fewer than two parties"),
        gettext_noop("Name every institution that is a party."),
        Mend.DATA,
    ),
    "source_missing": FindingKind(
        gettext_noop("No source is named"),
        gettext_noop("Name the document or the address that the record rests on."),
        Mend.DATA,
    ),
    "reservation_pending": FindingKind(
        gettext_noop("A reservation may still be objected to"),
        gettext_noop("Decide whether to object; silence until then counts as acceptance (VCLT 20(5))."),
        Mend.READ,
    ),
}

SENTENCES: dict[str, str] = {
    "sources_disagree": gettext_noop("The sources give %(number)s dates for one act: %(act)s (%(dates)s)."),
    "sources_disagree_of": gettext_noop(
        "The sources give %(number)s dates for one act of %(party)s: %(act)s (%(dates)s)."
    ),
    "disputed_entry_counts": gettext_noop("%(act)s of %(on)s: the entry that counts is disputed."),
    "entry_before_signature": gettext_noop("It entered into force on %(entry)s, before the signature of %(signed)s."),
    "consent_before_signature": gettext_noop(
        "%(party)s: the act “%(act)s” of %(on)s lies before its signature of %(signed)s."
    ),
    "act_before_institution": gettext_noop(
        "%(party)s: the act “%(act)s” of %(on)s lies before the institution existed (%(since)s)."
    ),
    "act_after_institution": gettext_noop(
        "%(party)s: the act “%(act)s” of %(on)s lies after the institution had ended (%(until)s)."
    ),
    "no_signature_recorded": gettext_noop("The procedure has passed signature, but no signature is recorded."),
    "signature_missing": gettext_noop("%(party)s: the procedure has passed signature, but its own is not recorded."),
    "date_imprecise": gettext_noop("%(act)s: the day is not known exactly; it is %(on)s."),
    "date_imprecise_of": gettext_noop("%(party)s, act “%(act)s”: the day is not known exactly; it is %(on)s."),
    "receipt_missing": gettext_noop("%(party)s, act “%(act)s” of %(on)s: the day of receipt is not recorded."),
    "stage_behind": gettext_noop("Every party's signature is recorded, but the stage lies before signature."),
    "party_missing": gettext_noop("It names fewer than two parties."),
    "source_missing": gettext_noop("The record names no source."),
    "reservation_pending": gettext_noop(
        "%(party)s made a reservation on %(on)s; another party may object until %(until)s."
    ),
}

# Sentences that say a kind of finding in other words.
_SAID_OTHERWISE = {"sources_disagree_of": "sources_disagree", "date_imprecise_of": "date_imprecise"}


def kind_of(code: str) -> str:
    """The kind of finding a sentence belongs to."""
    return _SAID_OTHERWISE.get(code, code)
