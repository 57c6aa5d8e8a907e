"""What waits on whom is counted by what steps have alike: as the rule says of each step by itself."""

import datetime as dt
from collections import defaultdict

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from approvals.askees import who_is_asked
from approvals.loads import WaitsOn, read_waits_on, steps_waiting_on, what_waits_on_whom
from approvals.models import Step
from approvals.steps import COMPLETED_BY_ACT
from tests.approvals.laid import drawn, lay_all, seldom_tried
from tests.approvals.substitutes import is_away, waiting_step
from tests.cast import NOW, TODAY
from tests.factories import make_institution, make_pending_agreement, make_step, submit

days = st.lists(st.tuples(st.sampled_from([None, -2, -1, 0, 1]), st.integers(0, 3)), min_size=20, max_size=20)


def one_by_one(steps) -> dict[str, set[int]]:
    """Ids of the steps by whom each waits on, asked of each alone."""
    found = defaultdict(set)
    for step in steps:
        asked = who_is_asked([step], at=NOW)[step.pk]
        whom = [str(WaitsOn(each.user.username, each.instead_of.username if each.instead_of else "")) for each in asked]
        if step.kind in COMPLETED_BY_ACT:
            whom = [":act"]
        elif step.is_outside:
            whom = [f":outside:{step.body or step.body_name or step.case}"]
        for each in whom or [":nobody"]:
            found[each].add(step.pk)
    return found


def counted(steps) -> dict[str, tuple[int, int, dt.datetime | None]]:
    loads = what_waits_on_whom(steps, at=NOW, today=TODAY)
    return {str(load.waits_on): (load.number, load.overdue, load.oldest) for load in loads}


def expected(steps) -> dict[str, tuple[int, int, dt.datetime | None]]:
    rows = {step.pk: step for step in steps}
    return {
        whom: (
            len(ids),
            len([pk for pk in ids if rows[pk].due_on and rows[pk].due_on < TODAY]),
            min((rows[pk].started_at for pk in ids if rows[pk].started_at), default=None),
        )
        for whom, ids in one_by_one(steps).items()
    }


@seldom_tried
@given(drawn=drawn, days=days)
def test_it_counts_as_the_rule_says_of_each_step(db, drawn, days):
    _people, laid = lay_all(**drawn)
    ours = Step.objects.waiting().filter(case__in=[step.case_id for step in laid])
    for step, (due, started) in zip(ours.order_by("id"), days, strict=False):
        due_on = None if due is None else TODAY + dt.timedelta(days=due)
        started_at = NOW - dt.timedelta(days=started) if started else None
        Step.objects.filter(pk=step.pk).update(due_on=due_on, started_at=started_at)
    assert counted(ours) == expected(ours)
    for whom, ids in one_by_one(ours).items():
        assert set(steps_waiting_on(read_waits_on(whom), ours, at=NOW)) == ids


def test_bodies_outside_and_acts(office):
    party = make_institution("Europol")
    waiting_step(office, is_outside=True, body_name="Ministry")
    waiting_step(office, is_outside=True, body_name="Ministry")
    waiting_step(office, is_outside=True, body=party)
    waiting_step(office, kind=sorted(COMPLETED_BY_ACT)[0])
    agreement, _steps = make_pending_agreement(office, parties=[party, make_institution()])
    case = agreement.approval_subject.cases.get(institution=party)
    make_step(case, kind="legal_opinion", is_outside=True)
    submit(agreement.approval_subject)
    ours = Step.objects.waiting()
    assert counted(ours) == expected(ours)
    numbers = {whom: number for whom, (number, _overdue, _oldest) in counted(ours).items()}
    assert (numbers[":outside:Ministry"], numbers[":outside:Europol"], numbers[":act"]) == (2, 2, 1)


def test_the_office_itself_outside(office):
    step = waiting_step(office, is_outside=True)
    assert list(counted(Step.objects.waiting())) == [f":outside:{step.case}"]


def test_most_overdue_first_then_longest_waiting(office, ana, hugo, nadia):
    first, second, third = (waiting_step(office, responsible=each) for each in (ana, hugo, nadia))
    for step, due, started in ((first, 1, 1), (second, 1, 2), (third, -1, 0)):
        days = {"due_on": TODAY + dt.timedelta(days=due), "started_at": NOW - dt.timedelta(days=started)}
        Step.objects.filter(pk=step.pk).update(**days)
    assert list(counted(Step.objects.waiting())) == ["nadia", "hugo", "ana"]


def test_the_queries_are_as_many_for_many_steps(office, ana, hugo, nadia):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            what_waits_on_whom(Step.objects.waiting(), at=NOW, today=TODAY)
        return len(captured)

    waiting_step(office, is_outside=True, body=make_institution())
    waiting_step(office, responsible=ana)
    few = asked()
    is_away(ana, deputy=nadia)
    for _each in range(3):
        waiting_step(office, responsible=[ana, hugo])
        waiting_step(office, is_outside=True, body=make_institution())
    assert asked() == few == 5


def test_a_deputy_of_two_stands_with_the_one_named_first(office, ana, hugo, nadia):
    waiting_step(office, responsible=[hugo, ana])
    for person in (ana, hugo):
        is_away(person, deputy=nadia)
    assert list(counted(Step.objects.waiting())) == list(expected(Step.objects.waiting())) == ["nadia:hugo"]
