"""Reading relations: from either end, as a tree, only as far as the reader may see, in a fixed number of queries."""

import datetime as dt

import pytest

from agreements.actions.relations import unrelate_agreements
from agreements.queries import history_roots
from agreements.relations import family_of, relations_of
from core.history import history_of
from core.history_reading import read_history
from tests.factories import make_agreement, make_relation, maker


def relate(agreement, other, kind="implements", **values):
    return make_relation(agreement, other, kind=kind, **values)


def tree(agreement, viewer):
    """The family as (depth, title), the one it is asked of marked."""
    return [(kin.depth, kin.agreement.title + "*" * kin.is_self) for kin in family_of(agreement, viewer)]


@pytest.fixture
def treaty(office):
    return make_agreement(office, title="Treaty")


def test_a_relation_is_seen_from_both_ends(treaty, office, victor):
    protocol = make_agreement(office, title="Protocol")
    relate(protocol, treaty, "amends", effective_on=dt.date(2024, 5, 1))
    found = relations_of([treaty, protocol], victor)
    (passive,), (active,) = found[treaty.pk], found[protocol.pk]
    assert (passive.label, passive.agreement, passive.is_active) == ("Amended by", protocol, False)
    assert (active.label, active.agreement, active.since) == ("Amends", treaty, dt.date(2024, 5, 1))


def test_a_family_is_a_tree_from_its_top_whatever_the_depth(treaty, office, victor):
    chain = [treaty]
    for number in range(12):
        chain.append(make_agreement(office, title=f"Level {number}"))
        relate(chain[-1], chain[-2])
    side = make_agreement(office, title="Side")
    relate(side, treaty, "annex_of")
    lines = tree(chain[5], victor)
    assert lines[:2] == [(0, "Treaty"), (1, "Level 0")]
    assert (5, "Level 4*") in lines and (12, "Level 11") in lines
    assert lines[-1] == (1, "Side")
    assert len(lines) == 14


def test_one_with_several_above_stands_once_and_names_the_others(treaty, office, victor):
    older = make_agreement(office, title="Older")
    protocol = make_agreement(office, title="Protocol")
    relate(protocol, treaty, "implements")
    relate(protocol, older, "supersedes")
    lines = family_of(protocol, victor)
    assert [(kin.depth, kin.agreement.title) for kin in lines] == [(0, "Treaty"), (1, "Protocol"), (0, "Older")]
    assert [row.kind for row in lines[1].by] == ["implements"]
    assert [(row.kind, row.other.title) for row in lines[1].also] == [("supersedes", "Older")]


def test_related_agreements_are_no_family(treaty, office, victor):
    other = make_agreement(office, title="Other")
    relate(other, treaty, "related")
    assert tree(treaty, victor) == [(0, "Treaty*")]
    assert [each.label for each in relations_of([treaty], victor)[treaty.pk]] == ["Related to"]


def test_a_restricted_agreement_and_what_stands_behind_it_are_not_there(treaty, office, victor, hugo):
    secret = make_agreement(office, title="Secret", classification="restricted")
    behind = make_agreement(office, title="Behind")
    relate(secret, treaty)
    relate(behind, secret)
    assert tree(treaty, victor) == [(0, "Treaty*")]
    assert relations_of([treaty], victor)[treaty.pk] == []
    assert tree(behind, victor) == [(0, "Behind*")]
    assert tree(treaty, hugo) == [(0, "Treaty*"), (1, "Secret"), (2, "Behind")]


@pytest.mark.parametrize("number", [1, 15])
def test_families_are_read_in_a_fixed_number_of_queries(treaty, office, victor, django_assert_num_queries, number):
    for _place in range(number):
        relate(make_agreement(office), treaty)
    victor.roles_by_office  # noqa: B018  read once for every request
    with django_assert_num_queries(3):
        assert len(family_of(treaty, victor)) == number + 1
    with django_assert_num_queries(2):
        assert len(relations_of([treaty], victor)[treaty.pk]) == number


def test_the_history_names_the_other_agreement_only_to_those_who_may_see_it(treaty, office, victor, hugo):
    secret = make_agreement(office, title="Secret", classification="restricted")
    relation = relate(treaty, secret, "amends")
    relate(treaty, make_agreement(office, title="Open"), "amends")
    unrelate_agreements(by=maker(), relation=relation, reason="Meant another")

    def everything(viewer):
        return str(read_history(history_of(history_roots(treaty)), viewer=viewer))

    assert "Secret" in everything(hugo)
    assert "Secret" not in everything(victor)
    assert secret.reference not in everything(victor)
    assert "Amends LIS-MOU-2026-0003 Open" in everything(victor)
