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
    DATA = "data"
    STAGE = "stage"
    READ = "read"


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding: its name in lists, what to do about it, and where that is done."""

    label: str
    remedy: str
    mend: Mend = Mend.ACTS


# What the law itself finds (`agreements.law.sentences.FINDINGS`).
_ASK_COUNSEL = gettext_noop("Ask counsel, and record what they find.")
OF_LAW: dict[str, FindingKind] = {
    "stated_entry_differs": FindingKind(
        gettext_noop("Stated and computed entry into force differ"),
        gettext_noop("Check the clause on entry into force and the acts it counts against the source."),
    ),
    "stated_without_acts": FindingKind(
        gettext_noop("Stated to be in force, but the acts do not show it"),
        gettext_noop("Record the acts that the clause on entry into force asks for."),
        Mend.NEW_ACT,
    ),
    "stated_termination_differs": FindingKind(
        gettext_noop("Stated and computed end differ"),
        gettext_noop("Check the clauses on duration, renewal and notice against the source."),
    ),
    "stated_effect_differs": FindingKind(
        gettext_noop("A notice takes effect earlier than the clause allows"),
        gettext_noop("Check the notice and the clause on denunciation."),
    ),
    "no_right_to_denounce": FindingKind(gettext_noop("Notice without a clause on denunciation"), _ASK_COUNSEL),
    "denunciation_not_allowed": FindingKind(gettext_noop("Notice although denunciation is not allowed"), _ASK_COUNSEL),
    "notice_too_early": FindingKind(gettext_noop("Notice before notice is possible"), _ASK_COUNSEL),
    "notice_late": FindingKind(
        gettext_noop("Notice after the last day for it"),
        gettext_noop("Check the date of receipt; tell the parties for which term the notice counts."),
    ),
    "nothing_to_renew": FindingKind(
        gettext_noop("Notice of non-renewal without tacit renewal"),
        gettext_noop("Check the clause on renewal, and whether the notice is one of denunciation."),
    ),
    "withdrawal_too_late": FindingKind(
        gettext_noop("Notice withdrawn after it took effect"),
        gettext_noop("Check the day the withdrawal was received; afterwards only a new consent binds again (VCLT 68)."),
    ),
    "reservation_objected": FindingKind(
        gettext_noop("An objection to a reservation"),
        gettext_noop("Read between the two parties without the provisions reserved (VCLT 21(3))."),
        Mend.READ,
    ),
    "reservation_accepted": FindingKind(
        gettext_noop("A reservation may still be objected to"),
        gettext_noop("Decide whether to object; silence until then counts as acceptance (VCLT 20(5))."),
        Mend.READ,
    ),
    "objection_late": FindingKind(gettext_noop("Objection after a reservation was accepted"), _ASK_COUNSEL),
}

KINDS: dict[str, FindingKind] = {
    "sources_disagree": FindingKind(
        gettext_noop("Sources disagree"),
        gettext_noop(
            "One entry counts, and the sources still differ: compare them, let another entry count or correct the one "
            "that is wrong."
        ),
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
    **OF_LAW,
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
}

# Sentences that say a kind of finding in other words.
_SAID_OTHERWISE = {"sources_disagree_of": "sources_disagree", "date_imprecise_of": "date_imprecise"}


def kind_of(code: str) -> str:
    """The kind of finding a sentence belongs to."""
    return _SAID_OTHERWISE.get(code, code)
