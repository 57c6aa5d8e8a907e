"""Two versions of a form joined: what was left alone follows the register, what was typed stays."""

import pytest
from django import forms
from django.http import QueryDict

from core.web.conflicts import VersionedForm, join
from core.web.partial_dates import PartialDateField


class RecordForm(VersionedForm):
    title = forms.CharField(required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Alpha"), ("b", "Beta")], required=False)
    tags = forms.MultipleChoiceField(choices=[("x", "Ex"), ("y", "Why")], required=False)
    public = forms.BooleanField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)
    when = PartialDateField(required=False)
    reason = forms.CharField(required=False)


OPENED = {"title": "Old", "kind": "a", "tags": ["x"], "public": True, "text": "one\ntwo", "version": 1, "seen": 5}


def sent_by_a_browser(form, **changes):
    """An opened form as a browser sends it, with what somebody changed."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            data.setlist(name, [str(each) for each in value])
        elif value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = str(value).replace("\n", "\r\n")
    for name, value in changes.items():
        data.setlist(name, value) if isinstance(value, list) else data.__setitem__(name, value)
        if value is None:
            del data[name]
    return data


def joined(db, current, **changes):
    bound = RecordForm(sent_by_a_browser(RecordForm(initial=OPENED), **changes))
    assert bound.is_valid(), bound.errors
    return join(bound, current={**OPENED, "version": 2, **current}, roots=[("none", 1)], viewer=None)


def test_what_nobody_typed_follows_the_register(db):
    form, conflict = joined(db, {"title": "Theirs", "tags": ["y"], "public": False, "text": "three"})
    assert [form[name].value() for name in ("title", "tags", "public", "text")] == ["Theirs", ["y"], False, "three"]
    assert conflict.rows == []
    assert form["version"].value() == 2


def test_what_was_typed_stays_where_the_register_stands_still(db):
    form, conflict = joined(db, {}, title="Mine", tags=["x", "y"], public=None, reason="Because")
    assert form["title"].value() == "Mine"
    assert form["tags"].value() == ["x", "y"]
    assert form["public"].value() is False
    assert form["reason"].value() == "Because"
    assert conflict.rows == []


def test_what_both_changed_is_shown_side_by_side_in_words(db):
    form, conflict = joined(db, {"kind": "", "title": "Theirs"}, kind="b", title="Mine")
    rows = {row.label: (row.theirs, row.yours) for row in conflict.rows}
    assert rows == {"Kind": ("", "Beta"), "title": ("Theirs", "Mine")}
    assert form["title"].value() == "Mine"


def test_what_both_changed_alike_is_no_conflict(db):
    _form, conflict = joined(db, {"title": "Same"}, title="Same")
    assert conflict.rows == []


@pytest.mark.parametrize("typed", ["one\r\ntwo", "one\ntwo", " one\ntwo "])
def test_line_ends_and_edges_are_no_change(db, typed):
    form, _conflict = joined(db, {"text": "theirs"}, text=typed)
    assert form["text"].value() == "theirs"


def test_joining_twice_builds_on_the_newest(db):
    form, _conflict = joined(db, {"title": "Theirs"}, text="mine")
    again = RecordForm(sent_by_a_browser(form))
    assert again.is_valid()
    last, conflict = join(again, current={**OPENED, "title": "Newest", "version": 3}, roots=[("none", 1)], viewer=None)
    assert last["title"].value() == "Newest"
    assert last["text"].value() == "mine"
    assert conflict.rows == []


def test_a_tampered_fingerprint_loses_nothing(db):
    bound = RecordForm(sent_by_a_browser(RecordForm(initial=OPENED), opened="{broken", title="Mine"))
    form, _conflict = join(bound, current={**OPENED, "title": "Theirs"}, roots=[("none", 1)], viewer=None)
    assert form["title"].value() == "Mine"
