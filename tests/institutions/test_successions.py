"""Which institution came after which."""

import pytest

from core.errors import NotVisible, Refused, StaleVersion
from core.models import HistoryEntry
from institutions.actions.institutions import change_institution
from institutions.actions.successions import change_succession, record_succession, remove_succession
from institutions.lineage import lineage_of, links_of
from institutions.models import Succession
from tests.cast import acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_institution, maker
from tests.races import at_once


def succeed(before, after, kind="succeeded", *, by=None, **values):
    return record_succession(by=by or maker(), kind=kind, predecessors=before, successors=after, **values)


@pytest.fixture
def bodies(db):
    return [make_institution(name) for name in ("Federal Police", "National Guard", "Third", "Fourth")]


def test_a_succession_is_recorded_with_its_source_and_both_get_a_new_version(bodies, olga):
    police, guard, *_others = bodies
    (made,) = succeed([police], [guard], by=acting(olga), happened="2019-12-31", source="Official gazette")
    assert (made.predecessor, made.successor, made.happened, made.source) == (
        police, guard, "2019-12-31", "Official gazette",
    )  # fmt: skip
    for body in (police, guard):
        body.refresh_from_db()
        assert body.version == 2
    assert HistoryEntry.objects.filter(table_name="institutions_succession", root_id=police.pk).count() == 1


@pytest.mark.parametrize(
    ("kind", "before", "after", "field"),
    [
        ("renamed", 2, 1, "predecessors"),
        ("renamed", 1, 2, "successors"),
        ("merged", 2, 2, "successors"),
        ("split", 2, 2, "predecessors"),
        ("absorbed", 1, 2, "successors"),
        ("succeeded", 0, 1, "predecessors"),
        ("vanished", 1, 1, "kind"),
    ],
)
def test_each_kind_has_its_number_of_institutions(bodies, kind, before, after, field):
    with invalid(field):
        succeed(bodies[:before], bodies[2 : 2 + after], kind)


def test_a_merger_and_a_split_are_one_succession_for_each_institution(bodies):
    one, two, three, four = bodies
    assert len(succeed([one, two], [three], "merged")) == 2
    assert len(succeed([three], [four, make_institution("Fifth")], "split")) == 2
    lineage = lineage_of(four)
    assert [str(row) for row in lineage.before] == [
        "Third → Fourth", "Federal Police → Third", "National Guard → Third",
    ]  # fmt: skip
    assert [str(row) for row in lineage_of(one).after] == [
        "Federal Police → Third", "Third → Fourth", "Third → Fifth",
    ]  # fmt: skip


def test_no_institution_comes_after_itself(bodies):
    one, two, three, _four = bodies
    with invalid("successors"):
        succeed([one], [one])
    succeed([one], [two])
    succeed([two], [three])
    with refused("circular_succession"):
        succeed([three], [one])
    with refused("succession_known"):
        succeed([one], [two], "renamed")
    assert Succession.objects.count() == 2


@pytest.mark.parametrize("day", ["soon", "2019-13", "2019-02-30"])
def test_when_it_happened_is_a_year_a_month_or_a_day(bodies, day):
    with invalid("happened"):
        succeed(bodies[:1], bodies[1:2], happened=day)


def test_it_is_changed_and_taken_away_with_a_reason(bodies, olga):
    (made,) = succeed(bodies[:1], bodies[1:2])
    assert change_succession(by=acting(olga), succession=made, happened="2019").happened == "2019"
    with invalid("reason"):
        remove_succession(by=acting(olga), succession=made, reason="")
    with pytest.raises(StaleVersion):
        remove_succession(by=acting(olga), succession=made, reason="Wrong", expected_versions={made.predecessor_id: 1})
    remove_succession(by=acting(olga), succession=made, reason="Wrong")
    assert not Succession.objects.exists()
    with pytest.raises(NotVisible):
        remove_succession(by=acting(olga), succession=made, reason="Again")


def test_only_those_who_edit_institutions_say_so(bodies, victor):
    with forbidden():
        succeed(bodies[:1], bodies[1:2], by=acting(victor))


@pytest.mark.parametrize("number", [1, 8])
def test_links_of_many_take_one_query(bodies, victor, django_assert_num_queries, number):
    for _place in range(number):
        succeed([make_institution()], bodies[:1], "absorbed")
    with django_assert_num_queries(1):
        found = links_of(bodies, victor, forward=False)
    assert [link.label for link in found[bodies[0].pk]] == ["Absorbed"] * number


def test_an_institution_is_not_dissolved_before_it_was_established(bodies, olga):
    police = bodies[0]
    changed = change_institution(by=acting(olga), institution=police, established="2009-06", dissolved="2009")
    assert changed.dissolved == "2009"
    with invalid("dissolved"):
        change_institution(by=acting(olga), institution=police, dissolved="2009-05-31")
    with invalid("dissolved"):
        change_institution(by=acting(olga), institution=police, dissolved="never")


@pytest.mark.django_db(transaction=True)
def test_two_successions_made_at_once_close_no_circle(transactional_db, monkeypatch):
    monkeypatch.setattr("core.outbox.ring", lambda: None)
    ring = [make_institution() for _number in range(3)]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    results = at_once([lambda pair=pair: succeed([pair[0]], [pair[1]]) for pair in pairs])
    assert [type(each) for each in results if isinstance(each, Exception)] == [Refused]
    assert Succession.objects.count() == 2
