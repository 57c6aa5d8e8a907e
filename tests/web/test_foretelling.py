"""What an act or a relation would change is said before it is recorded; nothing is kept of the trial."""

import pytest

from agreements.models import Act, Relation
from core.models import OutboxEvent
from tests.factories import make_act, make_agreement, make_clause
from tests.web.conftest import hidden, words_of


@pytest.fixture
def treaty(office):
    agreement = make_agreement(office, title="Old treaty", kind="treaty", nature="treaty")
    make_clause(agreement, "entry_into_force", {"mode": "on_signature"})
    for party in agreement.parties.all():
        make_act(agreement, party=party, on="2020-03-01")
    return agreement


def test_an_act_is_checked_first_and_recorded_with_the_next_button(office, browse, olga):
    agreement = make_agreement(office, kind="treaty", nature="treaty")
    make_clause(agreement, "entry_into_force", {"mode": "on_signature"})
    client, address = browse(olga), f"/agreements/{agreement.reference}/acts/new/"
    *others, last = agreement.parties.all()
    for party in others:
        make_act(agreement, party=party, on="2020-03-01")
    recorded = Act.objects.count()
    sent = {
        "kind": "signature", "party": str(last.uid), "date_day": "1", "date_month": "3", "date_year": "2020",
        "standing": "reported", "source": "Gazette", **hidden(client.get(address), "version", "seen", "opened"),
    }  # fmt: skip
    page = client.post(address, sent | {"step": "check"})
    assert page.status_code == 200
    assert "Its status today changes from" in words_of(page)
    assert "to “In force”" in words_of(page)
    assert Act.objects.count() == recorded
    assert client.post(address, sent).status_code == 302
    assert Act.objects.count() == recorded + 1


def test_superseding_is_said_first_and_then_saved(office, browse, olga, treaty):
    parties = [each.institution for each in treaty.parties.all()]
    new = make_agreement(office, title="New treaty", kind="treaty", nature="treaty", parties=parties)
    client, address = browse(olga), f"/agreements/{new.reference}/relations/new/"
    sent = {"kind": "supersedes", "other": treaty.reference, "effective_on": "2024-01-31"}
    messages = OutboxEvent.objects.count()
    page = client.post(address, sent | {"step": "record"})
    assert page.status_code == 200
    assert f"What it changes for {treaty.reference}" in words_of(page)
    assert "Its status today changes from “In force” to “Superseded”." in words_of(page)
    assert (Relation.objects.count(), OutboxEvent.objects.count()) == (0, messages)
    assert client.post(address, sent | {"step": "save"}).status_code == 302
    assert Relation.objects.get().kind == "supersedes"


def test_other_relations_are_recorded_at_once_unless_a_check_is_asked_for(office, browse, olga, treaty):
    client, address = browse(olga), f"/agreements/{make_agreement(office).reference}/relations/new/"
    sent = {"kind": "amends", "other": treaty.reference}
    assert "Its status today stays: In force." in words_of(client.post(address, sent | {"step": "check"}))
    assert client.post(address, sent | {"step": "record"}).status_code == 302
    assert Relation.objects.get().kind == "amends"
