"""Who may decide is said twice, of one step and of many by a query: both say the same of everybody at any moment."""

from hypothesis import given

from accounts.models import User
from approvals.askees import who_is_asked, why_nobody
from approvals.deciders import Decider, steps_decidable_by
from approvals.models import Step
from tests.approvals.laid import drawn, lay_all, seldom_tried
from tests.cast import NOW


@seldom_tried
@given(drawn=drawn)
def test_both_say_the_same_and_nobody_is_asked_who_may_not(db, drawn):
    people, laid = lay_all(**drawn)
    ours = Step.objects.filter(pk__in=[step.pk for step in laid])
    found = list(ours.select_related("case__subject__office").prefetch_related("asked__user"))
    may = {}
    for each in User.objects.filter(pk__in=[one.pk for one in people]):
        decider = Decider(each, at=NOW)
        listed = set(steps_decidable_by(decider).filter(pk__in=ours).values_list("pk", flat=True))
        for step in found:
            authority = decider.authority_on(step)
            assert bool(authority) == (step.pk in listed) == bool(decider.mandates_on(step)), authority.verdict
            may[each.pk, step.pk] = bool(authority)
    asked = who_is_asked(found, at=NOW)
    for step in found:
        assert all(may[each.user.pk, step.pk] for each in asked[step.pk])
        assert len({each.user.pk for each in asked[step.pk]}) == len(asked[step.pk])
        assert bool(why_nobody(step, at=NOW)) == (not asked[step.pk] and not step.is_outside)
