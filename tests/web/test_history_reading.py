"""The history as people read it: who, when, what before and after, why, and through which door."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from activities.actions import NewLink, change_activity
from activities.queries import history_roots as roots_of_activity
from agreements.actions import change_agreement, change_stage
from agreements.queries import history_roots
from core.actors import Actor, Source
from core.changes import recorded_change
from core.history import history_of
from core.history_reading import history_page, last_entry_of, read_history
from institutions.actions.contacts import NewContact, add_contact
from institutions.queries import history_roots as roots_of_institution
from tests.cast import NOW
from tests.factories import (
    lay_out_approval,
    make_act,
    make_activity,
    make_agreement,
    make_institution,
    make_subject,
    party_of,
    submit,
)


def read(record, viewer, roots=history_roots):
    return read_history(history_of(roots(record)), viewer=viewer)


def said(change):
    """Every sentence of a change, with its fields."""
    return {part.what: [(each.label, each.before, each.after) for each in part.changes] for part in change.parts}


def test_a_change_says_who_why_and_through_which_door(office, olga, victor):
    agreement = make_agreement(office)
    change_agreement(
        by=Actor.person(olga, source=Source.API), agreement=agreement, legal_basis="Article 25", reason="Counsel asked"
    )
    newest = read(agreement, victor)[0]
    assert (newest.who, newest.reason, newest.origin) == ("Olga Officer", "Counsel asked", "through the API")
    assert said(newest) == {"Changed agreement": [("Legal basis", "", "Article 25")]}


def test_the_system_is_named(office, victor):
    agreement = make_agreement(office)
    assert read(agreement, victor)[0].who == "the system (tests)"


def test_choices_people_dates_and_titles_are_said_in_words(office, olga, otto, victor):
    agreement = make_agreement(office, stage="negotiating", officer=olga, since=dt.date(2026, 1, 5))
    by = Actor.person(olga)
    change_agreement(by=by, agreement=agreement, officer=otto, titles={"en": "New", "es": "Nuevo"})
    change_stage(by=by, agreement=agreement, to="text_agreed", on=dt.date(2026, 2, 1), reason="r")
    stage, data = read(agreement, victor)[:2]
    assert ("Stage", "Negotiating", "Text agreed") in said(stage)["Changed agreement"]
    assert ("In this stage since", "5 January 2026", "1 February 2026") in said(stage)["Changed agreement"]
    fields = said(data)["Changed agreement"]
    assert ("Officer in charge", "Olga Officer", "Otto Officer") in fields
    assert ("Titles (Spanish)", "", "Nuevo") in fields


def test_it_is_said_in_the_reader_s_language(office, olga, victor):
    agreement = make_agreement(office, stage="negotiating")
    change_stage(by=Actor.person(olga), agreement=agreement, to="text_agreed", on=dt.date(2026, 2, 1))
    with translation.override("es"):
        fields = [each for part in read(agreement, victor)[0].parts for each in part.changes]
    assert "1 de febrero de 2026" in [each.after for each in fields]


def test_a_date_is_as_exact_as_it_was_known(office, victor):
    agreement = make_agreement(office)
    make_act(agreement, party=party_of(agreement), on="2020-07")
    (recorded,) = [change for change in read(agreement, victor) if "act" in change.headline]
    assert ("Date", "", "July 2020") in next(iter(said(recorded).values()))


def test_what_one_action_did_is_one_change_and_another_reason_another(office, olga, victor):
    agreement = make_agreement(office, parties=[])
    by = Actor.person(olga)
    with recorded_change(by=by, reason="Together"):
        change_agreement(by=by, agreement=agreement, legal_basis="A", subjects=[make_subject()], reason="Together")
    change_agreement(by=by, agreement=agreement, legal_basis="B", reason="Alone")
    alone, together = read(agreement, victor)[:2]
    assert (alone.reason, len(alone.parts)) == ("Alone", 1)
    assert [part.operation for part in together.parts] == ["update", "insert"]
    assert together.headline == "Changed agreement"


def test_a_removed_row_is_still_named(office, olga, victor):
    ministry = make_institution("Ministry of Security")
    agreement = make_agreement(office, parties=[ministry, make_institution()])
    change_agreement(by=Actor.person(olga), agreement=agreement, parties=[])
    sentences = [part.what for part in read(agreement, victor)[0].parts]
    assert "Removed party: Ministry of Security" in sentences


def test_steps_and_decisions_name_their_side(office, olga, victor):
    agreement = make_agreement(office, parties=[make_institution("Europol"), make_institution("Ministry")])
    lay_out_approval(agreement)
    sentences = [part.what for change in read(agreement, victor) for part in change.parts]
    assert "Added approval step: Executive approval (Europol)" in sentences


def test_a_link_to_a_record_the_reader_may_not_see_is_left_out(office, olga, hugo, victor):
    secret = make_agreement(office, title="Witness protection", classification="restricted", officer=olga)
    activity = make_activity(office, title="Training", agreements=[make_agreement(office, title="Open")])
    change_activity(
        by=Actor.person(olga), activity=activity,
        agreements=[NewLink(each.agreement) for each in activity.agreement_links.all()] + [NewLink(secret)],
        reason="Both",
    )  # fmt: skip

    def everything(viewer):
        return str(read(activity, viewer, roots_of_activity))

    assert "Witness protection" in everything(hugo)
    assert "Witness protection" not in everything(victor)
    assert secret.reference not in everything(victor)
    assert "Open" in everything(victor)


def test_a_link_that_was_taken_away_stays_hidden_too(office, olga, victor, hugo):
    secret = make_agreement(office, title="Witness protection", classification="restricted", officer=olga)
    activity = make_activity(office, agreements=[secret, make_agreement(office)])
    kept = [NewLink(link.agreement) for link in activity.agreement_links.exclude(agreement=secret)]
    change_activity(by=Actor.person(olga), activity=activity, agreements=kept)
    assert "Witness protection" in str(read(activity, hugo, roots_of_activity))
    assert "Witness protection" not in str(read(activity, victor, roots_of_activity))


def test_a_contact_s_personal_data_is_not_in_it(olga, victor):
    institution = make_institution()
    contact = NewContact(role="Focal point", name="Pilar Person", email="pilar@example.org")
    add_contact(by=Actor.person(olga), institution=institution, contact=contact)
    history = str(read(institution, victor, roots_of_institution))
    assert "Focal point" in history
    assert "Pilar" not in history


def test_the_number_of_queries_does_not_grow_with_the_entries(office, olga, victor):
    agreement = make_agreement(office, officer=olga)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            history_page(history_roots(agreement), viewer=victor, limit=200)
        return len(captured)

    def change():
        change_agreement(
            by=Actor.person(olga), agreement=agreement, subjects=[make_subject()], parties=[],
            officer=None, reason="r",
        )  # fmt: skip
        change_agreement(by=Actor.person(olga), agreement=agreement, officer=olga, subjects=[])

    change()
    few = asked()
    for _each in range(4):
        change()
    assert asked() == few


def test_pages_hold_every_change_once(office, olga, victor):
    agreement = make_agreement(office)
    for number in range(12):
        change_agreement(
            by=Actor.person(olga), agreement=agreement, legal_basis=f"Article {number}", reason=f"{number}"
        )
    whole = [change.reason for change in read(agreement, victor)]
    turned, before = [], None
    while True:
        page = history_page(history_roots(agreement), viewer=victor, before=before, limit=5)
        turned += [change.reason for change in page.changes]
        if page.older is None:
            break
        before = page.older
    assert turned == whole


def test_what_was_seen_last_is_the_newest_entry(office):
    agreement = make_agreement(office)
    newest = history_of(history_roots(agreement)).first()
    assert last_entry_of(history_roots(agreement)) == newest.pk
    assert last_entry_of([("agreements_agreement", 0)]) == 0


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30])
def test_a_place_that_is_none_is_refused_on_the_page(office, victor, browse, before):
    agreement = make_agreement(office)
    response = browse(victor).get(f"/agreements/{agreement.reference}/history/", {"before": before})
    assert response.status_code == 400


def test_older_changes_come_as_a_part_or_as_a_whole_page(office, olga, victor, browse):
    agreement = make_agreement(office)
    submit(agreement.approval_subject, by=Actor.person(olga, at=NOW))
    address = f"/agreements/{agreement.reference}/history/"
    assert b"<html" in browse(victor).get(address).content
    assert b"<html" not in browse(victor).get(address, headers={"HX-Request": "true"}).content
