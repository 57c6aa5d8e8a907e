"""Who is asked to decide is told so, and whose decision was undone is told that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.askees import Askee, who_is_asked
from approvals.letters.notices import Notice, Records, Row, changes_between
from approvals.letters.reasons import Reason, say_reason
from approvals.models import Case, CaseEvent, Decision, Step, Through
from approvals.models.cases import StepQuerySet
from approvals.steps import Outcome
from core.errors import listed
from core.models import Letter
from core.registries import SubjectDescription
from core.sentences import gettext_noop
from core.web.words import day

_STANDS_IN = {
    Through.DEPUTY: gettext_noop("You stand in for %(who)s, who is away."),
    Through.ESCALATION: gettext_noop("%(who)s is away and nobody stands in, so you are asked as head of the office."),
}


@dataclass(frozen=True)
class Asking:
    """Steps with their case and its decisions, and who is asked on those that wait."""

    steps: Mapping[int, Step]
    asked: Mapping[int, Sequence[Askee]]
    records: Records

    @classmethod
    def read(cls, steps: Iterable[Step], letters: Sequence[Letter], *, at: dt.datetime) -> Asking:
        """The facts about these steps (a query)."""
        found = {step.pk: step for step in steps}
        waiting = [step for step in found.values() if step.outcome == Outcome.IN_PROGRESS]
        return cls(found, who_is_asked(waiting, at=at), Records(letters))

    def of(self, person: int, steps: Iterable[Step]) -> list[tuple[Step, Askee]]:
        """Those of the steps on which the person is asked."""
        return [(step, each) for step in steps for each in self.asked.get(step.pk, ()) if each.user.pk == person]


@dataclass(frozen=True)
class AskedNotice:
    """Somebody is asked to decide one step, or several of one record that started together.

    Payload: subject, steps as pairs of id and spell, and `due`: by their ids the days they were due when it was posted.
    Nothing is said once they are decided, taken back or asked of somebody else.
    """

    kind: str = "approval.asked"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> Asking:
        """See `Occasion`."""
        wanted = {pk for each in letters for pk, _spell in each.payload["steps"]}
        return Asking.read(steps_with_case().filter(pk__in=wanted), letters, at=at)

    def say(self, letter: Letter, facts: Asking) -> Notice | None:
        """See `Occasion`."""
        named = [(facts.steps.get(pk), spell) for pk, spell in letter.payload["steps"]]
        steps = [step for step, spell in named if step and step.spell == spell]
        asked = facts.of(letter.recipient_id or 0, steps)
        if not asked:
            return None
        record = facts.records.of(letter.payload["subject"])
        return _one(asked[0], letter, record) if len(asked) == 1 else _several(asked, record)


@dataclass(frozen=True)
class ResetNotice:
    """Decisions were undone by a change of what was approved. Payload: subject, event, decisions, because."""

    kind: str = "approval.reset"

    def read(self, letters: Sequence[Letter], *, at: dt.datetime) -> tuple[Asking, Mapping[int, CaseEvent]]:
        """See `Occasion`."""
        events = CaseEvent.objects.select_related("by", "before", "after", "case__institution", "case__subject")
        found = events.in_bulk({each.payload["event"] for each in letters})
        steps = steps_with_case().filter(case__in={event.case_id for event in found.values()})
        return Asking.read(steps, letters, at=at), found

    def say(self, letter: Letter, facts: tuple[Asking, Mapping[int, CaseEvent]]) -> Notice | None:
        """See `Occasion`."""
        asking, events = facts
        event, person = events.get(letter.payload["event"]), letter.recipient_id or 0
        if event is None:
            return None
        record = asking.records.of(letter.payload["subject"])
        steps = [step for step in asking.steps.values() if step.case_id == event.case_id]
        asked = asking.of(person, steps)
        had_decided = letter.payload["because"] in (Reason.DECIDED, Reason.PRINCIPAL)
        changes = changes_between(event.case.subject, event.before, event.after)
        return Notice(
            title=_reset_title(had_decided=had_decided, is_changed=bool(changes)),
            because=say_reason(letter.payload["because"]),
            path=_decide(asked[0][0]) if asked else record.path,
            action=_("Read it and decide") if asked else _("Open the record"),
            record=record,
            rows=[
                Row(_("Side"), str(event.case)),
                Row(_("Changed by"), str(event.by) if event.by else _("Entente")),
            ],
            paragraphs=[
                *(
                    []
                    if changes
                    else [_("A step that was not asked for before now is; what came after it rests on it.")]
                ),
                _again(letter, steps, asked, had_decided=had_decided),
            ],
            since=_("What has changed since:"),
            changes=changes,
        )


def steps_with_case() -> StepQuerySet:
    """Steps with all that `who_is_asked` and the texts read of them."""
    decisions = Prefetch("decisions", Decision.objects.select_related("snapshot").order_by("id"))
    related = ("case__subject__office", "case__institution", "case__submitted_by", "case__snapshot", "body")
    cases = Prefetch("case__steps", Step.objects.prefetch_related(decisions).order_by("group", "id"))
    events = Prefetch("case__events", CaseEvent.objects.order_by("at", "id"))
    rows = Step.objects.with_people().select_related(*related).prefetch_related(cases, events)
    return rows.order_by("case_id", "group", "id")


def _one(asked: tuple[Step, Askee], letter: Letter, record: SubjectDescription) -> Notice:
    step, askee = asked
    rows = [
        Row(_("Step"), step.name),
        Row(_("Side"), str(step.case)),
        Row(_("Decide by"), day(step.due_on) or _("No date is set")),
    ]
    if step.case.submitted_by:
        rows.append(Row(_("Submitted by"), str(step.case.submitted_by)))
    earlier = _last_decision(step.case, {letter.recipient_id, askee.instead_of.pk if askee.instead_of else None})
    changes = changes_between(step.case.subject, earlier.snapshot, step.case.snapshot) if earlier else []
    return Notice(
        title=_("Please decide: %(step)s") % {"step": step.name},
        because=_because(step, askee),
        path=_decide(step),
        action=_("Read it and decide"),
        record=record,
        rows=rows,
        quote=_answer(step.case),
        since=_("What has changed since you decided on %(day)s:") % {"day": day(earlier.decided_at)} if earlier else "",
        changes=changes,
    )


def _several(asked: Sequence[tuple[Step, Askee]], record: SubjectDescription) -> Notice:
    title = ngettext("Please decide: %(number)s step", "Please decide: %(number)s steps", len(asked))
    return Notice(
        title=title % {"number": len(asked)},
        because=" ".join(dict.fromkeys(_because(step, askee) for step, askee in asked)),
        path=reverse("approvals:list"),
        action=_("Open what waits on you"),
        record=record,
        rows=[Row(step.name, _place_and_day(step), _decide(step)) for step, _askee in asked],
        quote=_answer(asked[0][0].case),
    )


def _place_and_day(step: Step) -> str:
    places = {"side": str(step.case), "day": day(step.due_on)}
    return _("%(side)s, by %(day)s") % places if step.due_on else str(step.case)


def _because(step: Step, askee: Askee) -> str:
    if askee.instead_of:
        return _(_STANDS_IN[Through(askee.through)]) % {"who": askee.instead_of}
    if step.asked.all():
        return _("You are asked by name to decide.")
    return _("Your role in %(office)s is asked to decide.") % {"office": step.case.subject.office}


def _last_decision(case: Case, people: set[int | None]) -> Decision | None:
    of_case = [each for step in case.steps.all() for each in step.decisions.all()]
    mine = [
        each for each in of_case if each.snapshot and {each.decided_by_id, each.on_behalf_of_id} & (people - {None})
    ]
    return max(mine, key=lambda each: each.pk, default=None)


def _answer(case: Case) -> str:
    """What was written when it was submitted last, such as the answer to a request for changes."""
    kinds = (CaseEvent.Kind.SUBMITTED, CaseEvent.Kind.REOPENED)
    said = [each.reason for each in case.events.all() if each.kind in kinds]
    return said[-1] if said else ""


def _reset_title(*, had_decided: bool, is_changed: bool) -> str:
    if not is_changed:
        return _("Your decision is asked for again") if had_decided else _("Decisions are asked for again")
    if had_decided:
        return _("Your decision no longer counts: what you decided on has changed")
    return _("Decisions no longer count: what was approved has changed")


def _again(letter: Letter, steps: Sequence[Step], asked: Sequence[tuple[Step, Askee]], *, had_decided: bool) -> str:
    if asked:
        return _("You are asked again now: %(steps)s.") % {"steps": listed(tuple(step.name for step, _who in asked))}
    mine = {each.pk for each in steps for given in _given(each) if given in letter.payload["decisions"]}
    if had_decided and any(each.pk in mine and each.outcome == Outcome.NOT_STARTED for each in steps):
        return _("You are asked again once the steps before yours are done.")
    if had_decided:
        return _("You are not asked again at present.")
    now = tuple(step.name for step in steps if step.outcome == Outcome.IN_PROGRESS)
    return _("Now asked again: %(steps)s.") % {"steps": listed(now)} if now else _("Nobody is asked at present.")


def _given(step: Step) -> list[int]:
    """Ids of the decisions taken on a step."""
    return [each.pk for own in step.case.steps.all() if own.pk == step.pk for each in own.decisions.all()]


def _decide(step: Step) -> str:
    return reverse("approvals:decide", args=[step.uid])
