"""Everything the law says, by code: the lines of its working, what is missing, and what does not agree.

Places are `%(name)s`. `agreements.wording.say_line` translates and fills them. Codes that begin with `the_` are
phrases, which stand in the place `event` of a sentence.
"""

from __future__ import annotations

from core.sentences import gettext_noop

PHRASES = {
    "the_nth_instrument": gettext_noop("instrument no. %(number)s, by %(party)s on %(on)s"),
    "the_last_signature": gettext_noop("the last signature, by %(party)s on %(on)s"),
    "the_exchange": gettext_noop("the exchange of instruments on %(on)s"),
    "the_last_notification": gettext_noop("receipt of the last notification, from %(party)s, on %(on)s"),
    "the_last_consent": gettext_noop("the last consent to be bound, by %(party)s on %(on)s"),
    "the_further_condition": gettext_noop("the further condition met on %(on)s: %(condition)s"),
    "the_fixed_date": gettext_noop("the date fixed, %(on)s"),
}
ENTRY = {
    "before_entry": gettext_noop("Enters into force on %(on)s."),
    "in_force": gettext_noop("In force from %(from)s: %(event)s."),
    "in_force_delay": gettext_noop("In force from %(from)s: %(event)s, plus %(delay)s."),
    "in_force_month": gettext_noop("In force from %(from)s: %(event)s, then the first day of the following month."),
    "in_force_delay_month": gettext_noop(
        "In force from %(from)s: %(event)s, plus %(delay)s, then the first day of the following month."
    ),
    "in_effect": gettext_noop("In effect from %(from)s: %(event)s."),
    "in_effect_delay": gettext_noop("In effect from %(from)s: %(event)s, plus %(delay)s."),
    "in_effect_month": gettext_noop("In effect from %(from)s: %(event)s, then the first day of the following month."),
    "in_effect_delay_month": gettext_noop(
        "In effect from %(from)s: %(event)s, plus %(delay)s, then the first day of the following month."
    ),
    "not_before_date": gettext_noop("Not before %(on)s; so from %(from)s."),
    "not_before_agreement": gettext_noop("Not before %(reference)s enters into force, on %(on)s; so from %(from)s."),
    "stated_entry": gettext_noop("A source states entry into force on %(from)s."),
    "with_general": gettext_noop("Consented by then, and so bound from the general date, %(from)s."),
    "later_party": gettext_noop(
        "%(party)s consented later, on %(on)s: plus %(delay)s, and not before %(general)s; so from %(from)s."
    ),
    "later_party_month": gettext_noop(
        "%(party)s consented later, on %(on)s: plus %(delay)s, then the first day of the following month, and not "
        "before %(general)s; so from %(from)s."
    ),
    "later_at_once": gettext_noop(
        "%(party)s consented later, on %(on)s; there is no rule of its own for later parties, so from the day its "
        "consent was established and not before %(general)s: %(from)s."
    ),
    "succession": gettext_noop("%(party)s succeeded: bound from the date of State succession, %(from)s."),
}
PROVISIONAL = {
    "provisional_act": gettext_noop("Applied provisionally from %(on)s, as the act says."),
    "provisional_own_signature": gettext_noop("Applied provisionally by %(party)s from its signature, %(on)s."),
    "provisional_last_signature": gettext_noop("Applied provisionally from the last signature, %(on)s."),
    "provisional_fixed_date": gettext_noop(
        "Applied provisionally from the date fixed for it, and not before signature: %(on)s."
    ),
}
TERM = {
    "term_until": gettext_noop("Agreed until %(until)s."),
    "term_of_length": gettext_noop("Agreed for %(length)s from %(from)s."),
    "tacit_renewal": gettext_noop("Renewed tacitly for %(length)s at a time."),
    "tacit_renewal_at_most": gettext_noop("Renewed tacitly for %(length)s at a time, at most %(at_most)s times."),
    "express_renewal": gettext_noop("Expressly renewed on %(on)s for %(length)s from %(from)s."),
    "term_ended": gettext_noop("The term ended: no longer in force from %(on)s."),
}
LEAVING = {
    "notice_received": gettext_noop(
        "Notice from %(party)s received on %(received)s, plus %(notice)s: effective %(effect)s."
    ),
    "notice_received_month": gettext_noop(
        "Notice from %(party)s received on %(received)s, plus %(notice)s, then the first day of the following month: "
        "effective %(effect)s."
    ),
    "notice_received_term": gettext_noop(
        "Notice from %(party)s received on %(received)s, at least %(notice)s before the end of the term: "
        "effective %(effect)s."
    ),
    "notice_withdrawn": gettext_noop("%(party)s withdrew its notice on %(on)s, before it took effect."),
    "notice_before_entry": gettext_noop(
        "%(party)s gave notice on %(on)s, before entry into force, that it will not become a party."
    ),
    "non_renewal": gettext_noop(
        "Notice of non-renewal from %(party)s received on %(received)s, at least %(notice)s before the last day of the "
        "term: it ends, no longer in force from %(end)s."
    ),
    "withdrawal": gettext_noop("%(party)s withdrew with effect from %(on)s."),
    "terminated_by_consent": gettext_noop("Terminated by consent of all parties from %(on)s."),
    "stated_termination": gettext_noop("A source states termination on %(on)s."),
    "superseded": gettext_noop("Superseded by %(reference)s from %(on)s."),
    "fewer_than_two": gettext_noop("Fewer than two parties remain bound."),
    "resumed": gettext_noop("Operation resumed on %(on)s."),
    "suspended": gettext_noop("Operation suspended from %(on)s."),
}
MISSING = {
    "nothing_recorded": gettext_noop("No act that brings it into force is recorded."),
    "missing_instruments": gettext_noop("%(have)s of the %(need)s consents needed are recorded."),
    "missing_quota": gettext_noop(
        "%(have)s of the %(need)s consents needed from the class “%(of_class)s” are recorded."
    ),
    "missing_further_condition": gettext_noop("No day is recorded on which this was met: %(condition)s."),
    "missing_signature": gettext_noop("No signature by %(party)s is recorded."),
    "missing_consent": gettext_noop("No consent to be bound by %(party)s is recorded."),
    "missing_exchange": gettext_noop("No exchange of instruments with %(party)s is recorded."),
    "missing_notification": gettext_noop("No notification of completion by %(party)s is recorded."),
    "missing_receipt": gettext_noop(
        "When the notice or notification of %(party)s of %(on)s was received is not recorded; it counts from receipt."
    ),
    "missing_renewal": gettext_noop("No express renewal by %(party)s is recorded, which the renewal needs as well."),
    "missing_day_of_entry": gettext_noop(
        "The day of entry into force is not known exactly, so that no deadline of its terms can be told."
    ),
    "missing_parties": gettext_noop("An agreement needs at least two parties; %(have)s that negotiated are recorded."),
    "missing_entry_clause": gettext_noop("No clause on entry into force is recorded."),
    "missing_agreement": gettext_noop("%(reference)s is not in force, which is a condition."),
    "missing_dates_of_signature": gettext_noop("The procedure is past signature, but no act of signature is recorded."),
    "missing_succession_date": gettext_noop(
        "%(party)s notified its succession on %(notified)s; the date of State succession is not recorded."
    ),
    "missing_denunciation_clause": gettext_noop(
        "Notice from %(party)s received on %(received)s, but no clause on denunciation is recorded: its effect cannot "
        "be told."
    ),
    "meaning_of_signature_unknown": gettext_noop(
        "All parties signed, but nothing recorded says whether signature was meant to bind or an instrument is needed "
        "as well."
    ),
}
FINDINGS = {
    "stated_entry_differs": gettext_noop("A source states entry into force on %(stated)s; computed: %(computed)s."),
    "stated_without_acts": gettext_noop(
        "A source states entry into force on %(stated)s; the acts recorded do not fulfil the clause."
    ),
    "stated_termination_differs": gettext_noop("A source states termination on %(stated)s; computed: %(computed)s."),
    "stated_effect_differs": gettext_noop(
        "The notice states its effect on %(stated)s; under the clause it is not before %(computed)s."
    ),
    "no_right_to_denounce": gettext_noop(
        "The treaty has no clause on denunciation: the notice of %(party)s received on %(received)s changes nothing "
        "unless a right was intended or implied. If a right is established, earliest effect %(earliest)s (receipt + 12 "
        "months); needs legal advice."
    ),
    "stated_before_consent": gettext_noop(
        "A source states entry into force on %(stated)s, but %(party)s consented only on %(on)s."
    ),
    "renewed_too_often": gettext_noop(
        "The express renewal of %(on)s changes nothing: the agreement allows at most %(at_most)s."
    ),
    "amended_after_end": gettext_noop(
        "The term had ended, from %(end)s on, before it was amended from %(from)s: it is taken to be in force again."
    ),
    "superseded_in_part": gettext_noop(
        "%(reference)s supersedes this agreement, but not all its parties are in it: it stays in force, and between "
        "those who are in both the later one prevails where they differ."
    ),
    "denunciation_not_allowed": gettext_noop(
        "The agreement does not allow denunciation: the notice of %(party)s received on %(received)s changes nothing."
    ),
    "notice_too_early": gettext_noop(
        "The notice of %(party)s received on %(received)s came before %(possible)s, when notice first becomes "
        "possible: it changes nothing; needs legal advice."
    ),
    "notice_late": gettext_noop(
        "The notice of %(party)s received on %(received)s missed the last day for this term, %(closed)s; it counts for "
        "the next."
    ),
    "nothing_to_renew": gettext_noop(
        "Notice of non-renewal from %(party)s on %(on)s: there is no tacit renewal to prevent."
    ),
    "withdrawal_too_late": gettext_noop(
        "%(party)s withdrew its notice on %(on)s, after it had taken effect on %(effect)s: it stays effective."
    ),
    "reservation_objected": gettext_noop("%(party)s objected to the reservation of %(reserving)s on %(on)s."),
    "reservation_accepted": gettext_noop(
        "Without an objection by %(on)s, %(party)s counts as having accepted the reservation of %(reserving)s."
    ),
    "objection_late": gettext_noop(
        "%(party)s objected to the reservation of %(reserving)s after %(on)s, when it counted as accepted."
    ),
}
DEADLINES = {
    "deadline_term_end": gettext_noop("The term ends: %(last)s is its last day."),
    "deadline_renewal": gettext_noop(
        "The term ends on %(last)s and is renewed tacitly unless notice is received in time."
    ),
    "deadline_notice_closes": gettext_noop(
        "Last day on which notice of non-renewal is received in time: %(length)s before the last day of the term, "
        "%(last)s."
    ),
    "deadline_notice_opens": gettext_noop(
        "Notice of non-renewal can be given from here on: %(length)s before the last day of the term, %(last)s."
    ),
    "deadline_denunciation_possible": gettext_noop(
        "Notice of denunciation is possible %(length)s after entry into force."
    ),
    "deadline_denunciation_by_party": gettext_noop(
        "%(party)s may give notice of denunciation %(length)s after it was bound itself."
    ),
    "deadline_report": gettext_noop("Report due: %(title)s."),
    "deadline_objection": gettext_noop(
        "%(length)s after notification, the reservation of %(reserving)s counts as accepted by %(party)s."
    ),
}
SENTENCES: dict[str, str] = {
    **PHRASES, **ENTRY, **PROVISIONAL, **TERM, **LEAVING, **MISSING, **FINDINGS, **DEADLINES,
}  # fmt: skip
