"""Relating agreements: what is refused, what a relation leaves behind, and that none runs in a circle."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.actions.relations import NewRelation, change_relation, relate_agreements, unrelate_agreements
from agreements.models import Relation
from agreements.relation_kinds import RelationKind
from agreements.relations import DIRECTED, reaches
from core.errors import DomainError, NotVisible, Refused, StaleVersion
from core.models import HistoryEntry
from tests.cast import TODAY, acting
from tests.expectations import forbidden, invalid, refused
from tests.factories import make_agreement, maker
from tests.races import at_once


def relate(agreement, other, kind="amends", *, by=None, **values):
    return relate_agreements(by=by or maker(), agreement=agreement, other=other, relation=NewRelation(kind, **values))


@pytest.fixture
def three(office):
    return [make_agreement(office, title=title) for title in ("First", "Second", "Third")]


def test_a_relation_is_recorded_with_its_source_and_gives_its_agreement_a_new_version(three, olga):
    first, second, _third = three
    made = relate(second, first, by=acting(olga), effective_on=TODAY, note="Article 4", source="Gazette")
    second.refresh_from_db()
    kept = Relation.objects.get()
    assert (kept, kept.kind, kept.effective_on, kept.note, kept.source) == (
        made, "amends", TODAY, "Article 4", "Gazette",
    )  # fmt: skip
    assert second.version == 2
    assert HistoryEntry.objects.filter(table_name="agreements_relation", root_id=second.pk).count() == 1


@pytest.mark.parametrize(("person", "may"), [("olga", True), ("hugo", True), ("victor", False), ("oscar", False)])
def test_who_keeps_the_relating_agreement_relates_it(three, cast, person, may):
    first, second, _third = three
    if may:
        relate(second, first, by=acting(cast[person]))
    else:
        with forbidden():
            relate(second, first, by=acting(cast[person]))
    assert Relation.objects.exists() is may


def test_an_agreement_that_the_person_may_not_see_is_no_other(office, other_office, olga):
    secret = make_agreement(other_office, classification="restricted")
    with invalid("other"):
        relate(make_agreement(office), secret, by=acting(olga))


def test_an_agreement_has_no_relation_to_itself_and_none_of_an_unknown_kind(three):
    with invalid("other"):
        relate(three[0], three[0])
    with invalid("kind"):
        relate(three[0], three[1], "likes")
    with invalid("note"):
        relate(three[0], three[1], note="x" * 501)


def test_two_are_related_in_one_way_once(three):
    first, second, _third = three
    relate(second, first)
    relate(second, first, "renews")
    with refused("already_related"):
        relate(second, first)
    relate(first, second, "related")
    with refused("already_related"):
        relate(second, first, "related")


@pytest.mark.parametrize("kind", DIRECTED)
def test_relations_of_all_directed_kinds_together_run_in_no_circle(three, kind):
    first, second, third = three
    relate(second, first, "implements")
    relate(third, second, "annex_of")
    with refused("circular_relation"):
        relate(first, third, kind)
    relate(first, third, "related")


def test_a_stale_reading_is_refused(three, olga):
    first, second, third = three
    relate(second, first)
    with pytest.raises(StaleVersion):
        relate_agreements(
            by=acting(olga), agreement=second, other=third, relation=NewRelation("amends"), expected_version=1
        )
    assert Relation.objects.count() == 1


def test_details_change_and_kind_and_ends_do_not(three, olga):
    relation = relate(three[1], three[0])
    changed = change_relation(by=acting(olga), relation=relation, effective_on=TODAY, note="Whole text")
    assert (changed.effective_on, changed.note) == (TODAY, "Whole text")
    with invalid("kind", "other"):
        change_relation(by=acting(olga), relation=relation, kind="renews", other=three[2])


def test_a_relation_is_taken_away_with_a_reason_that_the_history_keeps(three, olga):
    relation = relate(three[1], three[0])
    with invalid("reason"):
        unrelate_agreements(by=acting(olga), relation=relation, reason=" ")
    unrelate_agreements(by=acting(olga), relation=relation, reason="Meant another")
    assert not Relation.objects.exists()
    entry = HistoryEntry.objects.get(table_name="agreements_relation", operation="delete")
    assert entry.reason == "Meant another"
    with pytest.raises(NotVisible):
        unrelate_agreements(by=acting(olga), relation=relation, reason="Again")


def test_nobody_takes_away_a_relation_whose_other_end_they_may_not_see(office, other_office, olga):
    secret = make_agreement(other_office, classification="restricted")
    relation = relate(make_agreement(office), secret)
    with pytest.raises(NotVisible):
        unrelate_agreements(by=acting(olga), relation=relation, reason="Found it")
    assert Relation.objects.exists()


@given(
    tries=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(list(RelationKind))), max_size=12)
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
def test_whatever_is_tried_no_agreement_reaches_itself(office, tries):
    agreements = [make_agreement(office) for _number in range(5)]
    for start, goal, kind in tries:
        try:
            relate(agreements[start], agreements[goal], kind)
        except DomainError:
            continue
    for row in Relation.objects.filter(kind__in=DIRECTED).select_related("agreement", "other"):
        assert not reaches(row.other, row.agreement)


@pytest.mark.django_db(transaction=True)
def test_two_relations_made_at_once_close_no_circle(transactional_db, office, monkeypatch):
    monkeypatch.setattr("core.outbox.ring", lambda: None)
    ring = [make_agreement(office) for _number in range(4)]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    results = at_once([lambda pair=pair: relate(*pair) for pair in pairs])
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Relation", "Relation", "Relation"]
    assert [type(each) for each in results if isinstance(each, Exception)] == [Refused]
