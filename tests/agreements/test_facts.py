"""What the guards know of an agreement is read in a fixed number of queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from agreements.queries import agreement_page, facts_of, next_steps
from approvals.actions import decide_step
from core.actors import Actor
from core.errors import say
from tests.factories import make_institution, make_pending_agreement


def asked_by(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def pending_between(office, number):
    parties = [make_institution(f"State {number} {each}") for each in range(number)]
    body = make_institution(f"Board {number}")
    agreement, _steps = make_pending_agreement(office, parties=parties, steps={"body": body})
    return agreement


def test_many_parties_cost_no_more_queries_than_few(office):
    few, many = pending_between(office, 2), pending_between(office, 20)
    assert asked_by(lambda: facts_of(Agreement.objects.get(pk=many.pk))) == asked_by(
        lambda: facts_of(Agreement.objects.get(pk=few.pk))
    )


def test_approvals_are_read_once_for_all_sides(office):
    agreement = pending_between(office, 5)
    with CaptureQueriesContext(connection) as captured:
        facts_of(agreement)
    of_approvals = [each["sql"] for each in captured if 'FROM "approvals_' in each["sql"]]
    assert len([each for each in of_approvals if 'FROM "approvals_step"' in each]) == 1
    assert len([each for each in of_approvals if 'FROM "approvals_case"' in each]) == 1


def test_an_agreement_of_the_page_is_judged_without_another_query(office, olga):
    pending_between(office, 3)
    agreement = agreement_page(olga).get()
    assert asked_by(lambda: next_steps(agreement)) == 0


def test_both_ways_of_reading_say_the_same(office, olga, ana):
    agreement = pending_between(office, 3)
    decide_step(by=Actor.person(ana), step=agreement.approval_subject.cases.first().steps.get(), outcome="approved")
    assert facts_of(Agreement.objects.get(pk=agreement.pk)) == facts_of(agreement_page(olga).get())


def test_what_is_refused_names_the_sides_and_their_steps(office, olga):
    pending_between(office, 2)
    (refusal,) = next(
        refusals for each, refusals in next_steps(agreement_page(olga).get()) if each.target == "approved"
    )
    assert say(refusal) == (
        "Approval is still pending on the side of: State 2 0 (Executive approval – Board 2), "
        "State 2 1 (Executive approval – Board 2)."
    )
