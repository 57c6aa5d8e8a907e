"""What the domain says when it refuses, and to whom."""

import pytest
from django.utils import translation

from core.errors import InvalidInput, NotAllowed, Refused, require, say
from core.refusals import ALLOWED, Refusal, denied
from core.registries import Panel, Registries

PENDING = Refusal("approval_pending", "Approval is still pending on the side of: %(parties)s.", {"parties": "Europol"})


def test_a_refusal_is_a_sentence_with_its_places_filled():
    assert say(PENDING) == "Approval is still pending on the side of: Europol."


def test_it_is_said_in_the_readers_language():
    with translation.override("es"):
        sentence = say(PENDING)
    assert "Europol" in sentence
    assert sentence != say(PENDING)


def test_several_refusals_are_all_said():
    refused = Refused(PENDING, Refusal("reason_missing", "Say why."))
    assert str(refused) == "Approval is still pending on the side of: Europol. Say why."


def test_input_is_refused_by_field_and_said_as_a_whole():
    invalid = InvalidInput({"to": ["Unknown."], "on": ["Too late.", "No day."]})
    assert (invalid.errors["on"], str(invalid)) == (["Too late.", "No day."], "Unknown. Too late. No day.")


def test_a_verdict_that_denies_is_raised_with_its_reason_and_one_that_allows_is_not():
    require(ALLOWED)
    with pytest.raises(NotAllowed, match="Not yours"):
        require(denied("Not yours"))
    assert (bool(ALLOWED), bool(denied("no"))) == (True, False)


def test_panels_stand_in_their_order_and_one_with_nothing_to_show_is_left_out():
    registries = Registries()
    for title, order in (("second", 20), ("first", 10)):
        panel = Panel(title, "x.html", {}, order)
        registries.add_panel("agreement", lambda _record, _viewer, panel=panel: panel)
    registries.add_panel("agreement", lambda _record, _viewer: None)
    shown = registries.panels_for("agreement", record=None, viewer=None)
    assert [panel.title for panel in shown] == ["first", "second"]
    assert registries.panels_for("programme", record=None, viewer=None) == []
