"""Who is told of what happens to approvals: from the outbox to letters, each posted once whatever is handled twice.

Whoever did something is not told of it, save that a person who gives away the power to decide gets it in writing.
Whether a reader may see the record is asked when the letter goes out.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from approvals.askees import who_is_asked
from approvals.letters import occasions
from approvals.letters.asking import steps_with_case
from approvals.letters.deciding import ALL, SIDE
from approvals.letters.notices import Occasion
from approvals.letters.reasons import Reason
from approvals.letters.undone import post_to_contacts
from approvals.models import Absence, Case, CaseEvent, Condition, Decision, Delegation, Step, Through
from approvals.steps import CaseState, Outcome
from core.mail import post
from core.models import Letter
from core.registries import registries

Payload = Mapping[str, Any]
People = list[tuple[int | None, Reason]]  # the first reason of a person counts
Kind = CaseEvent.Kind


def tell_asked(payload: Payload, *, at: dt.datetime) -> None:
    """Ask those who are to decide a step that waits, in one letter with the steps of the record that started with it.

    Nobody is asked twice about one spell of a step; whom the letter about a reset asks again already, neither.
    """
    step = steps_with_case().filter(pk=payload["step"], outcome=Outcome.IN_PROGRESS).first()
    if step is None:
        return
    beside = steps_with_case().filter(case__subject=step.case.subject_id, outcome=Outcome.IN_PROGRESS)
    steps = list(beside.filter(started_at=step.started_at))
    told, people = _told(steps), who_is_asked(steps, at=at)
    asked: dict[int, list[Step]] = defaultdict(list)
    for each in steps:
        for askee in people[each.pk]:
            if (askee.user.pk, each.pk, each.spell) not in told:
                asked[askee.user.pk].append(each)
    for person, theirs in asked.items():
        pairs = [[each.pk, each.spell] for each in theirs]
        occasion = f"step {pairs[0][0]}: spell {pairs[0][1]}"
        due = {str(each.pk): each.due_on.isoformat() for each in theirs if each.due_on}
        _post(occasions.ASKED, occasion, [person], at=at, subject=step.case.subject_id, steps=pairs, due=due)


def tell_decided(payload: Payload, *, at: dt.datetime) -> None:
    """Tell who submitted it and the officer in charge, and the person in whose name it was decided; of what stands in
    the way also who edited last. What the ledger completed by itself is told only where it completes the side.
    """
    decisions = Decision.objects.select_related("step__case__subject")
    wanted = Q(pk=payload["decision"]) if "decision" in payload else Q(step=payload["step"])
    decision = decisions.filter(wanted).order_by("-id").first()
    if decision is None:
        return
    case, completed = decision.step.case, _completed_by(decision)
    is_by_ledger = not (decision.decided_by_id or decision.recorded_by_id or decision.contact_id)
    if is_by_ledger and not completed:
        return
    people: People = [(decision.on_behalf_of_id, Reason.PRINCIPAL), *_keepers(case)]
    if decision.outcome in (Outcome.CHANGES_REQUESTED, Outcome.REJECTED):
        people.append((case.subject.edited_by_id, Reason.EDITED))
    about = {"subject": case.subject_id, "decision": decision.pk, "completed": completed}
    doers = (decision.decided_by_id, decision.recorded_by_id)
    _post_to(occasions.DECIDED, f"decision {decision.pk}", people, but=doers, at=at, **about)


def tell_conditions_met(payload: Payload, *, at: dt.datetime) -> None:
    """Tell who set the conditions, who submitted it and the officer; of those confirmed together in one letter."""
    condition = (
        Condition.objects.select_related("decision__step__case__subject").filter(pk=payload["condition"]).first()
    )
    if condition is None or condition.met_on is None:
        return
    decision = condition.decision
    case = decision.step.case
    together = decision.conditions.filter(updated_at=condition.updated_at, met_on__isnull=False)
    met = list(together.order_by("id").values_list("pk", flat=True))
    people: People = [
        (decision.decided_by_id, Reason.SET_CONDITION),
        (decision.on_behalf_of_id, Reason.PRINCIPAL),
        *_keepers(case),
    ]
    about = {"subject": case.subject_id, "conditions": met, "completed": _completed_by_conditions(condition)}
    doers = (condition.met_by_id,)
    _post_to(occasions.CONDITIONS, f"condition {met[0]}", people, but=doers, at=at, **about)


def tell_reset(payload: Payload, *, at: dt.datetime) -> None:
    """Tell everyone whose decision was undone, who submitted it, the officer, and contacts who decided by link."""
    post_to_contacts(payload["decisions"], at=at)
    undone = list(Decision.objects.filter(pk__in=payload["decisions"]).order_by("id"))
    events = CaseEvent.objects.filter(case=payload["case"], kind=Kind.RESET).select_related("case__subject")
    event = events.filter(at__gte=max(each.decided_at for each in undone)).order_by("at", "id").first()
    if event is None:
        return
    people: People = [
        *((each.decided_by_id, Reason.DECIDED) for each in undone),
        *((each.on_behalf_of_id, Reason.PRINCIPAL) for each in undone),
        *_keepers(event.case),
    ]
    about = {"subject": event.case.subject_id, "event": event.pk, "decisions": payload["decisions"]}
    _post_to(occasions.RESET, f"event {event.pk}", people, but=(event.by_id,), at=at, **about)


def tell_lapsed(payload: Payload, *, at: dt.datetime) -> None:
    """Tell those who decided, those who were being asked, who submitted it and the officer."""
    events = CaseEvent.objects.filter(case=payload["case"], kind=Kind.LAPSED).select_related("case__subject")
    if event := events.order_by("-at", "-id").first():
        people = [*_involved(event), *_keepers(event.case)]
        about = {"subject": event.case.subject_id, "events": [event.pk]}
        _post_to(occasions.LAPSED, f"event {event.pk}", people, but=(event.by_id,), at=at, **about)


def tell_withdrawn(payload: Payload, *, at: dt.datetime) -> None:
    """Tell those who were asked or had decided in that round, who submitted it and the officer.

    Somebody whose letter has not gone out yet hears nothing: that letter is not sent.
    """
    cases = {"case": payload["case"]} if "case" in payload else {"case__subject": payload["subject"]}
    events = CaseEvent.objects.filter(**cases, kind=Kind.WITHDRAWN).select_related("case__subject")
    last = events.order_by("-at", "-id").first()
    if last is None:
        return
    together = list(events.filter(at=last.at, by=last.by_id).order_by("id"))
    people = [each for event in together for each in _involved(event)]
    people += [(_submitter(event), Reason.SUBMITTED) for event in together]
    about = {"subject": last.case.subject_id, "events": [each.pk for each in together]}
    people += _keepers(last.case)
    _post_to(occasions.WITHDRAWN, f"event {together[0].pk}", people, but=(last.by_id,), at=at, **about)


def tell_delegated(payload: Payload, *, at: dt.datetime, is_over: bool) -> None:
    """Tell both people, so that nobody's power to decide is given away behind their back."""
    given = Delegation.objects.get(pk=payload["delegation"])
    about = {"delegation": given.pk, "is_over": is_over}
    occasion = f"delegation {given.pk}: {'over' if is_over else 'given'}"
    _post(occasions.DELEGATION, occasion, [given.delegate_id, given.delegator_id], at=at, **about)


def tell_absence(payload: Payload, *, at: dt.datetime) -> None:
    """Tell the deputy; without one, the heads of office on whom something falls at once. When it is ended early, those
    who were told that it begins.
    """
    away = Absence.objects.select_related("user").get(pk=payload["absence"])
    begun, over = f"absence {away.pk}: begun", f"absence {away.pk}: over"
    if away.revoked_at:
        told = Letter.objects.filter(kind=occasions.ABSENCE.kind, key__startswith=f"{begun}: ").order_by("id")
        for letter in told:
            _post(occasions.ABSENCE, over, [letter.recipient_id], at=at, **{**letter.payload, "is_over": True})
        return
    about = {"absence": away.pk, "is_over": False}
    if away.deputy_id:
        _post(occasions.ABSENCE, begun, [away.deputy_id], at=at, **about, is_deputy=True)
    else:
        heads = _heads_standing_in(away, at=max(at, away.starts_at))
        _post(occasions.ABSENCE, begun, heads, at=at, **about, is_deputy=False)


TELL: Mapping[str, Callable[..., None]] = {
    "approval.asked": tell_asked,
    "approval.step_changed": tell_asked,
    "approval.decided": tell_decided,
    "approval.condition_met": tell_conditions_met,
    "approval.reset": tell_reset,
    "approval.lapsed": tell_lapsed,
    "approval.recalled": tell_withdrawn,
    "approval.delegated": partial(tell_delegated, is_over=False),
    "approval.delegation_revoked": partial(tell_delegated, is_over=True),
    "approval.absence_recorded": tell_absence,
}


def handler_of(topic: str) -> Callable[[Payload], None]:
    """The outbox handler of a topic: it reads the clock."""

    def handle(payload: Payload) -> None:
        TELL[topic](payload, at=timezone.now())

    return handle


def _post_to(
    occasion: Occasion, name: str, people: People, *, but: Iterable[int | None], at: dt.datetime, **about: Any
) -> None:
    """One letter for each person, with the first reason they have, and none for those who did it."""
    reasons: dict[int, Reason] = {}
    for person, reason in people:
        if person is not None and person not in set(but):
            reasons.setdefault(person, reason)
    for person, reason in reasons.items():
        _post(occasion, name, [person], at=at, **about, because=reason.value)


def _post(occasion: Occasion, name: str, people: Iterable[int | None], *, at: dt.datetime, **payload: Any) -> None:
    reachable = User.objects.filter(pk__in=[each for each in people if each], is_active=True).exclude(email="")
    for person in reachable.order_by("id"):
        post(kind=occasion.kind, key=f"{name}: user {person.pk}", recipient=person, payload=payload, at=at)


def _keepers(case: Case) -> People:
    """Who submitted the case, and the officer in charge of its record."""
    officer = registries.approval_subjects[case.subject.kind].matter(case.subject_id).officer_id
    return [(case.submitted_by_id, Reason.SUBMITTED), (officer, Reason.OFFICER)]


def _told(steps: list[Step]) -> set[tuple[int | None, int, int]]:
    """Who was asked about which spell of which of the steps already: person, step and spell."""
    first = min(each.started_at for each in steps if each.started_at)
    letters = Letter.objects.filter(created_at__gte=first, payload__subject=steps[0].case.subject_id)
    told = {
        (letter.recipient_id, pk, spell)
        for letter in letters.filter(kind=occasions.ASKED.kind)
        for pk, spell in letter.payload["steps"]
    }
    resets = CaseEvent.objects.filter(case__in=[each.case_id for each in steps], kind=Kind.RESET, at=first)
    reset = dict(resets.values_list("pk", "case_id"))
    for letter in letters.filter(kind=occasions.RESET.kind, payload__event__in=list(reset)):
        case = reset[letter.payload["event"]]
        told |= {(letter.recipient_id, each.pk, each.spell) for each in steps if each.case_id == case}
    return told


def _involved(event: CaseEvent) -> People:
    """Who decided on the case since it was last submitted before the event, and whom a letter has asked since."""
    since = _submission(event)
    decided = Decision.objects.filter(step__case=event.case_id, decided_at__lte=event.at)
    asked = Letter.objects.filter(kind=occasions.ASKED.kind, payload__subject=event.case.subject_id)
    asked = asked.filter(state__in=[Letter.State.SENT, Letter.State.SENDING])
    if since:
        decided, asked = decided.filter(decided_at__gte=since.at), asked.filter(created_at__gte=since.at)
    steps = set(Step.objects.filter(case=event.case_id).values_list("pk", flat=True))
    people: People = [(each.decided_by_id, Reason.DECIDED) for each in decided.order_by("id")]
    people += [(each.on_behalf_of_id, Reason.PRINCIPAL) for each in decided.order_by("id")]
    for letter in asked.order_by("id"):
        if any(pk in steps for pk, _spell in letter.payload["steps"]):
            people.append((letter.recipient_id, Reason.ASKED))
    return people


def _submission(event: CaseEvent) -> CaseEvent | None:
    """The submission or reopening that the event followed."""
    earlier = CaseEvent.objects.filter(case=event.case_id, kind__in=(Kind.SUBMITTED, Kind.REOPENED), at__lte=event.at)
    return earlier.order_by("-at", "-id").first()


def _submitter(event: CaseEvent) -> int | None:
    submission = _submission(event)
    return submission.by_id if submission else None


def _completed_by(decision: Decision) -> str:
    """What the decision completed: the approval of its side, or of every side; "" where a later one did or none has."""
    case = decision.step.case
    later = Decision.objects.counting().filter(_blocking("step__"), step__case=case, pk__gt=decision.pk)
    met = Condition.objects.filter(decision__step__case=case, met_on__isnull=False, updated_at__gt=decision.decided_at)
    if not decision.step.facts.blocks or later.exists() or met.exists():
        return ""
    return _completeness(case)


def _completed_by_conditions(condition: Condition) -> str:
    """The same of conditions that are met."""
    step, counting = condition.decision.step, Decision.objects.counting()
    later = counting.filter(_blocking("step__"), step__case=step.case, decided_at__gt=condition.updated_at)
    return "" if not step.facts.blocks or later.exists() else _completeness(step.case)


def _blocking(prefix: str) -> Q:
    return Q(**{f"{prefix}blocks_signature": True}) | Q(**{f"{prefix}blocks_entry_into_force": True})


def _completeness(case: Case) -> str:
    cases = {
        each.institution_id: each for each in Case.objects.filter(subject=case.subject_id).prefetch_related("steps")
    }
    if cases[case.institution_id].state is not CaseState.APPROVED:
        return ""
    sides = registries.approval_subjects[case.subject.kind].matter(case.subject_id).sides
    is_whole = all(side in cases and cases[side].state is CaseState.APPROVED for side in sides)
    return ALL if is_whole else SIDE


def _heads_standing_in(away: Absence, *, at: dt.datetime) -> list[int]:
    """The heads on whom falls what waits on somebody who is away without a deputy."""
    steps = list(steps_with_case().filter(outcome=Outcome.IN_PROGRESS, asked__user=away.user))
    asked = [each for row in who_is_asked(steps, at=at).values() for each in row]
    falls = [each for each in asked if each.instead_of == away.user and each.through == Through.ESCALATION]
    return list(dict.fromkeys(each.user.pk for each in falls))
