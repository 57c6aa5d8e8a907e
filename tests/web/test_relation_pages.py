"""The family of an agreement on its page, and relating agreements there."""

import datetime as dt
import re

import pytest

from agreements.models import Relation
from tests.factories import make_agreement, make_relation
from tests.web.conftest import hidden, words_of


def relate(agreement, other, kind="amends", **values):
    return make_relation(agreement, other, kind=kind, **values)


def page_of(agreement):
    return f"/agreements/{agreement.reference}/"


@pytest.fixture
def treaty(office):
    return make_agreement(office, title="Treaty of Lisbon Street")


def test_the_page_says_who_amends_and_who_supersedes(office, browse, victor, treaty):
    relate(make_agreement(office, title="Protocol"), treaty, effective_on=dt.date(2020, 5, 1))
    relate(make_agreement(office, title="New pact"), treaty, "supersedes", effective_on=dt.date(2024, 1, 31))
    relate(make_agreement(office, title="Next pact"), treaty, "supersedes", effective_on=dt.date(2999, 1, 31))
    relate(make_agreement(office, title="Draft"), treaty)
    page = words_of(browse(victor).get(page_of(treaty)))
    assert "Amended by Protocol from 1 May 2020." in page
    assert "Superseded by New pact since 31 January 2024." in page
    assert "Will be superseded by Next pact from 31 January 2999." in page
    assert "Is to be amended by Draft ; from when is not known." in page


def test_the_family_stands_as_a_tree_with_the_agreement_marked(office, browse, victor, treaty):
    protocol = make_agreement(office, title="Protocol")
    plan = make_agreement(office, title="Plan")
    relate(protocol, treaty)
    relate(plan, protocol, "implements")
    page = browse(victor).get(page_of(protocol)).content.decode()
    tree = re.findall(r'data-level="(\d)">\s*<(a|strong)[^>]*>([^<]+)<', page)
    assert tree == [("0", "a", "Treaty of Lisbon Street"), ("1", "strong", "Protocol"), ("2", "a", "Plan")]
    assert f"Implements {protocol.reference}" in page


def test_a_restricted_relative_leaves_no_trace(office, browse, victor, hugo, treaty):
    secret = make_agreement(office, title="Secret", classification="restricted")
    relate(secret, treaty, "supersedes", effective_on=dt.date(2024, 1, 1))
    for person, sees in ((hugo, True), (victor, False)):
        page = words_of(browse(person).get(page_of(treaty)))
        assert ("Secret" in page, "No relation is recorded" in page) == (sees, not sees)


def test_an_officer_relates_by_typing_a_reference_or_a_title(office, browse, olga, treaty):
    protocol = make_agreement(office, title="Protocol")
    client, address = browse(olga), f"{page_of(protocol)}relations/new/"
    assert client.get(address).status_code == 200
    sent = {"kind": "amends", "other": "treaty of lisbon", "effective_on": "2020-05-01", "note": "Article 4"}
    response = client.post(address, sent)
    assert response["Location"] == f"{page_of(protocol)}#family"
    client.post(address, {"kind": "related", "other": f"{treaty.reference} · Treaty"})
    assert [(row.kind, row.other) for row in Relation.objects.order_by("id")] == [
        ("amends", treaty),
        ("related", treaty),
    ]


@pytest.mark.parametrize(
    ("kind", "other", "field"),
    [
        ("amends", "No such thing", "other"),
        ("amends", "memorandum", "other"),
        ("", "Treaty of Lisbon Street", "kind"),
        ("amends", "", "other"),
        ("amends", "Secret", "other"),
        ("amends", "Itself", "other"),
        ("amends", "Circle", "other"),
    ],
)
def test_what_cannot_be_related_is_said_at_its_field(office, other_office, browse, olga, treaty, kind, other, field):
    make_agreement(office, title="Memorandum one")
    make_agreement(office, title="Memorandum two")
    make_agreement(other_office, title="Secret", classification="restricted")
    itself = make_agreement(office, title="Itself")
    relate(make_agreement(office, title="Circle"), itself)
    response = browse(olga).post(f"{page_of(itself)}relations/new/", {"kind": kind, "other": other, "note": "Typed"})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'value="Typed"' in response.content.decode()
    assert Relation.objects.count() == 1


def test_suggestions_are_only_what_the_person_may_see(office, browse, victor, treaty):
    make_agreement(office, title="Treaty in secret", classification="restricted")
    found = browse(victor).get("/agreements/suggestions/", {"other": "treaty"}).content.decode()
    assert re.findall('value="([^"]+)"', found) == [f"{treaty.reference} · Treaty of Lisbon Street"]


def test_details_change_and_an_older_reading_is_joined(office, browse, olga, otto, treaty):
    protocol = make_agreement(office, title="Protocol")
    relation = relate(protocol, treaty)
    address = f"{page_of(protocol)}relations/{relation.uid}/edit/"
    clients = [browse(olga), browse(otto)]
    opened = [hidden(client.get(address), "version", "seen", "opened") for client in clients]
    assert clients[0].post(address, opened[0] | {"note": "Olga's"}).status_code == 302
    late = clients[1].post(address, opened[1] | {"note": "Otto's"})
    assert late.status_code == 409
    relation.refresh_from_db()
    assert relation.note == "Olga's"
    again = hidden(late, "version", "seen", "opened")
    assert clients[1].post(address, again | {"note": "Otto's"}).status_code == 302
    relation.refresh_from_db()
    assert relation.note == "Otto's"


def test_a_relation_is_taken_away_with_a_reason(office, browse, olga, treaty):
    protocol = make_agreement(office, title="Protocol")
    relation = relate(protocol, treaty)
    address = f"{page_of(protocol)}relations/{relation.uid}/remove/"
    client = browse(olga)
    assert "Treaty of Lisbon Street" in words_of(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Meant another"})["Location"] == f"{page_of(protocol)}#family"
    assert not Relation.objects.exists()


@pytest.mark.parametrize(("person", "status"), [("victor", 403), ("oscar", 403), ("olga", 200)])
def test_only_those_who_keep_the_agreement_are_offered_the_forms(office, browse, cast, treaty, person, status):
    relation = relate(make_agreement(office), treaty)
    client = browse(cast[person])
    page = page_of(relation.agreement)
    for address in ("new/", f"{relation.uid}/edit/", f"{relation.uid}/remove/"):
        assert client.get(f"{page}relations/{address}").status_code == status
    assert ("Relate to another agreement" in words_of(client.get(page))) is (status == 200)
    assert client.get(f"{page_of(treaty)}relations/{relation.uid}/edit/").status_code == (404 if status == 200 else 403)
