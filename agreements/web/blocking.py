"""What of the approvals holds up signature and entry into force, in words: what waits on whom comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.facts import AgreementFacts
from agreements.models import Agreement
from agreements.stages import AT_REST, Stage
from agreements.web.sides import Side
from approvals.steps import CaseState, Outcome
from approvals.web.tracks import StepShown
from core.errors import listed, say
from core.transitions import unmet_guards
from core.web.words import day

# So many are named one by one; how many more there are is said.
MOST_NAMED = 6
# These say what the tracks say, but in less detail; or that a signature is not recorded, which blocks no signature.
_SAID_BY_TRACKS = frozenset({"approval_pending", "steps_block_signature", "approval_steps_missing"})
_NOT_BLOCKING = frozenset({"signatures_missing"})
_HAS_SIGNED = frozenset({Stage.SIGNED, Stage.CLOSED})


@dataclass(frozen=True)
class Blocker:
    """One thing that must be done first: what, where it stands, in what state. `due` while somebody must act."""

    what: str
    url: str = ""
    words: str = ""
    due: dt.date | None = None
    is_waiting: bool = False


@dataclass(frozen=True)
class Hold:
    """What holds up one of the two; `rest` counts the blockers that are not named. `note` where it is past."""

    title: str
    free: str
    note: str = ""
    blockers: list[Blocker] = field(default_factory=list)
    rest: int = 0


def holds_on(agreement: Agreement, sides: Sequence[Side], facts: AgreementFacts) -> list[Hold]:
    """What holds up signature, then entry into force; nothing once nobody needs to act any more."""
    stage = Stage(agreement.stage)
    if stage in AT_REST or not sides:
        return []
    if _signs_first(agreement):
        everything = _blockers(agreement, sides, lambda step: step.step.facts.blocks)
        return [_hold(_("Before entry into force"), _("Nothing in the approvals blocks entry into force."), everything)]
    return [_of_signature(agreement, sides, facts), _of_force(agreement, sides)]


def _of_signature(agreement: Agreement, sides: Sequence[Side], facts: AgreementFacts) -> Hold:
    title = _("Before signature")
    if Stage(agreement.stage) in _HAS_SIGNED:
        return Hold(title, "", note=_("It is signed: since %(day)s.") % {"day": day(agreement.stage_since)})
    blockers = _blockers(agreement, sides, lambda step: step.step.blocks_signature)
    return _hold(title, _("Nothing blocks signature."), [*blockers, *_of_guards(agreement, facts)])


def _of_force(agreement: Agreement, sides: Sequence[Side]) -> Hold:
    """What a signature needs is not said twice; once signed, what was left open before it counts here."""
    signed = Stage(agreement.stage) in _HAS_SIGNED
    wanted = _still_after_signature if signed else _only_for_force
    blockers = _blockers(agreement, sides, wanted, with_sides=signed)
    free = _("Nothing in the approvals blocks entry into force.")
    if not signed and not blockers:
        free = _("Beyond what signature needs, nothing in the approvals blocks entry into force.")
    return _hold(_("Before entry into force"), free, blockers)


def _still_after_signature(shown: StepShown) -> bool:
    return shown.step.facts.blocks


def _only_for_force(shown: StepShown) -> bool:
    return shown.step.blocks_entry_into_force and not shown.step.blocks_signature


def _hold(title: str, free: str, blockers: list[Blocker]) -> Hold:
    ordered = sorted(blockers, key=lambda each: (not each.is_waiting, each.due or dt.date.max))
    return Hold(title, free, blockers=ordered[:MOST_NAMED], rest=max(len(ordered) - MOST_NAMED, 0))


def _of_guards(agreement: Agreement, facts: AgreementFacts) -> Iterator[Blocker]:
    """What else the stage machine demands before signature."""
    signing = [each for each in agreement.flow.transitions if each.target is Stage.SIGNED]
    form = reverse("agreements:change", args=[agreement.reference])
    places = {
        "two_parties_missing": f"{form}#rows-parties",
        "personal_data_basis_missing": f"{form}#id_transfer_basis",
        "management_board_missing": "#parties",
    }
    for refusal in (refusal for each in signing for refusal in unmet_guards(each, facts)):
        if refusal.code not in _SAID_BY_TRACKS | _NOT_BLOCKING:
            yield Blocker(say(refusal), url=places.get(refusal.code, ""))


def _blockers(
    agreement: Agreement, sides: Sequence[Side], wanted: Callable[[StepShown], bool], *, with_sides: bool = True
) -> list[Blocker]:
    """Of each side the steps that are open; of those that were not laid out or submitted just that."""
    found: list[Blocker] = []
    without, unsubmitted = [], []
    for side in sides:
        name = side.party.institution.short_name
        steps = [each for each in side.track.steps if wanted(each) and not each.step.facts.is_done]
        if not side.track.steps:
            without.append(name)
        elif steps and side.track.case and side.track.case.state is CaseState.NOT_SUBMITTED:
            unsubmitted.append(name)
        else:
            found += _of_side(name, steps)
    if with_sides:
        found += _of_sides(agreement, without, unsubmitted)
    return found


def _of_sides(agreement: Agreement, without: list[str], unsubmitted: list[str]) -> Iterator[Blocker]:
    if unsubmitted:
        words = _("not submitted for approval yet")
        yield Blocker(listed(tuple(unsubmitted)), url="#parties", words=words)
    if without and Stage(agreement.stage) is not Stage.APPROVED:
        yield Blocker(listed(tuple(without)), url="#parties", words=_("no approval step is laid out"))


def _of_side(side: str, steps: Iterable[StepShown]) -> Iterator[Blocker]:
    later = []
    for shown in steps:
        if shown.comes_later or shown.step.outcome == Outcome.NOT_STARTED:
            later.append(shown)
        else:
            yield _of_step(side, shown)
    if later:
        yield _of_later(side, later)


def _of_later(side: str, later: list[StepShown]) -> Blocker:
    url = f"#step-{later[0].step.uid}"
    if len(later) == 1:
        what = _("%(side)s: %(step)s") % {"side": side, "step": later[0].step.name}
        return Blocker(what, url=url, words=_("begins when the steps before it are done"))
    words = _("%(number)s further steps, each when those before it are done: %(steps)s")
    names = listed(tuple(each.step.name for each in later))
    return Blocker(side, url=url, words=words % {"number": len(later), "steps": names})


def _of_step(side: str, shown: StepShown) -> Blocker:
    step = shown.step
    what = _("%(side)s: %(step)s") % {"side": side, "step": step.name}
    due = step.due_on if shown.is_waiting else None
    return Blocker(what, url=f"#step-{step.uid}", words=_state_of(shown), due=due, is_waiting=shown.is_waiting)


def _state_of(shown: StepShown) -> str:
    step = shown.step
    if shown.is_stranded:
        return _("waits, and nobody who is asked may decide it")
    if shown.is_waiting:
        said = _("waits on %(who)s since %(day)s") % {"who": shown.waits_on, "day": day(step.started_at)}
        said = f"{said} ({shown.quorum})" if shown.quorum else said
        return f"{said}. {shown.out_of_reach}" if shown.out_of_reach else said
    if step.outcome == Outcome.APPROVED_WITH_CONDITIONS:
        number = len(shown.open_conditions)
        return ngettext(
            "approved, but %(number)s condition is not met", "approved, but %(number)s conditions are not met", number
        ) % {"number": number}
    words = {
        Outcome.CHANGES_REQUESTED: _("changes were requested: amend it, or answer, and submit it again"),
        Outcome.REJECTED: _("rejected: this side's approval has ended"),
        Outcome.LAPSED: _("lapsed: this side's approval can be reopened"),
    }
    return words.get(Outcome(step.outcome), step.get_outcome_display())


def _signs_first(agreement: Agreement) -> bool:
    track = agreement.flow.track
    return track.index(Stage.SIGNED) < track.index(Stage.APPROVAL_PENDING)
