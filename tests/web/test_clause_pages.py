"""The pages of clauses: the card, the forms of every kind and way, what is checked before it is saved."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from agreements.clause_reading import read_clauses
from agreements.law.clauses import ClauseKind
from agreements.models import Clause
from agreements.web.clause_modes import MODES, fields_of
from tests.factories import make_act, make_agreement, make_clause, make_institution, party_of

BOXES = {
    "consents": "40", "delay_days": "90", "later_delay_days": "30", "fixed_date": "2027-01-01", "until": "2030-12-31",
    "length_years": "5", "notice_months": "6", "title": "Annual report", "month": "3", "day": "31", "number": "2",
    "unit": "MONTHLY", "rule": "FREQ=MONTHLY;BYDAY=-1FR",
}  # fmt: skip


@pytest.fixture
def agreement(office):
    return make_agreement(office, kind="treaty", parties=[make_institution("Europol"), make_institution("SSPC")])


@pytest.fixture
def there(agreement):
    return f"/agreements/{agreement.reference}/clauses/"


@pytest.fixture
def page(client, olga):
    client.force_login(olga)
    return client


def address(there, kind, mode=""):
    return f"{there}new/?kind={kind}" + (f"&mode={mode}" if mode else "")


def sent(page, url, step="save", **boxes):
    form = page.get(url).context["form"]
    opened = {name: form[name].value() for name in ("version", "seen", "opened")}
    opened["seen"] = opened["seen"] or ""
    return page.post(url, {**opened, **boxes, "step": step})


WAYS = [(kind, mode) for kind in ClauseKind for mode, _label in MODES[kind]]


@pytest.mark.parametrize(("kind", "mode"), WAYS, ids=lambda value: str(value))
def test_every_way_of_every_kind_has_a_form_whose_clause_holds(page, agreement, olga, there, kind, mode):
    url = address(there, kind.value, mode)
    shown = page.get(url).context["form"]
    offered = {name for name in shown.fields if name in fields_of(kind, mode)}
    assert offered == {name for name in fields_of(kind, mode) if name != "quotas"}
    boxes = {name: text for name, text in BOXES.items() if name.rsplit("_", 1)[0] in offered or name in offered}
    response = sent(page, url, **boxes)
    assert response.status_code == 302, response.context["form"].errors
    (read,) = read_clauses(agreement, viewer=olga)
    assert read.sentence in page.get(f"/agreements/{agreement.reference}/").content.decode()


def test_a_clause_is_checked_before_it_is_saved_and_nothing_is_written_by_that(page, agreement, there):
    url = address(there, "entry_into_force", "on_consents")
    response = sent(page, url, step="check", consents="2", delay_days="90", excluded_classes="regional_organisation",
                    quota_class_0="regional_organisation", quota_least_0="")  # fmt: skip
    assert response.status_code == 422
    assert "quota_least_0" in response.context["form"].errors
    response = sent(page, url, step="check", consents="2", delay_days="90")
    assert response.status_code == 200
    text = response.content.decode()
    assert "Enters into force 90 days after the date of deposit of instrument no. 2 of ratification" in text
    assert "Its status today" in text
    assert 'value="save"' in text
    assert not Clause.objects.exists()
    agreement.refresh_from_db()
    assert agreement.version == 1


@pytest.mark.parametrize(
    ("kind", "mode", "boxes", "field"),
    [
        ("entry_into_force", "on_consents", {"consents": "0"}, "consents"),
        ("entry_into_force", "on_consents", {"consents": "2", "delay_years": "5000"}, "delay"),
        ("entry_into_force", "on_consents",
         {"consents": "2", "quota_class_0": "regional_organisation", "quota_least_0": "3"}, "quota_least_0"),
        ("entry_into_force", "on_consents", {"consents": "2", "further_condition_met_on": "2016-10-05"},
         "further_condition"),
        ("entry_into_force", "on_consents",
         {"consents": "2", "further_condition": "55 %", "further_condition_met_on": "2999-10-05"},
         "further_condition_met_on"),
        ("denunciation", "allowed", {"not_before_by_party": "on"}, "not_before_by_party"),
        ("duration", "period", {}, "length"),
        ("duration", "until", {"until": "1500-01-01"}, "until"),
        ("notice", "", {"length_months": "6", "opens_months": "5"}, "opens"),
        ("reporting", "yearly", {"title": "R", "month": "2", "day": "30"}, "day"),
        ("reporting", "every", {"title": "R", "number": "200", "unit": "YEARLY"}, "number"),
        ("reporting", "rule", {"title": "R", "rule": "FREQ=HOURLY"}, "rule"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_said_at_its_box_and_everything_typed_is_kept(page, there, kind, mode, boxes, field):
    response = sent(page, address(there, kind, mode), article="Art. 9", **boxes)
    form = response.context["form"]
    assert (response.status_code, field in form.errors) == (422, True), form.errors
    assert form["article"].value() == "Art. 9"
    assert not Clause.objects.exists()


def test_clauses_that_contradict_each_other_are_refused_on_the_page(page, agreement, there):
    make_clause(agreement)
    response = sent(page, address(there, "renewal", "tacit"))
    assert response.status_code == 409
    assert "there is no term that could be renewed" in response.content.decode()


def test_a_second_clause_of_a_kind_is_told_where_it_belongs(page, agreement, there):
    make_clause(agreement)
    response = sent(page, address(there, "duration", "indefinite"))
    assert (response.status_code, "applies_from" in response.context["form"].errors) == (422, True)


def test_an_amendment_and_a_repeal_are_shown_with_their_day(page, agreement, there):
    clause = make_clause(agreement, "duration", {"mode": "period", "length": {"years": 5}}, article="Art. 9")
    amend = f"{there}{clause.uid}/amend/"
    assert page.get(amend).context["form"]["length"].value() == {"years": 5}
    assert sent(page, amend, length_years="7").status_code == 422
    assert sent(page, amend, length_years="7", applies_from="2030-01-01").status_code == 302
    amendment = Clause.objects.get(applies_from=dt.date(2030, 1, 1))
    repeal = f"{there}{amendment.uid}/repeal/"
    assert sent(page, repeal, applies_from="2035-01-01").status_code == 302
    record = f"/agreements/{agreement.reference}/"
    assert "Concluded for 7 years" in page.get(record, {"as_of": "2031-01-01"}).content.decode()
    later = page.get(there, {"as_of": "2031-01-01"})
    assert "As amended from 1 January 2030" in later.content.decode()
    assert later.context["clauses"].warnings == []
    assert "No clause holds on 1 January 2036" in page.get(there, {"as_of": "2036-01-01"}).content.decode()


@pytest.mark.parametrize(
    ("kind", "parameters", "boxes"),
    [
        ("entry_into_force",
         {"mode": "on_consents", "consents": 40, "delay": {"days": 90}, "later_delay": {"days": 30},
          "excluded_classes": ["regional_organisation"], "counted_acts": ["ratification", "accession"],
          "quotas": [{"of_class": "member_state", "at_least": 3}]}, {}),
        ("entry_into_force", {"mode": "on_fixed_date", "fixed_date": "2027-01-01", "consents": 3}, {}),
        ("entry_into_force",
         {"mode": "on_consents", "consents": 55, "delay": {"days": 30}, "later_after_entry": True,
          "further_condition": "55 % of emissions", "further_condition_met_on": "2016-10-05"}, {}),
        ("denunciation", {"mode": "allowed", "notice": {"months": 6}, "first_of_month": True}, {}),
        ("denunciation", {"mode": "allowed", "not_before": {"years": 3}, "not_before_by_party": True}, {}),
        ("renewal", {"mode": "tacit", "length": {"years": 1, "months": 6}, "at_most": 3}, {}),
        ("reporting", {"title": "Report", "rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"}, {}),
        ("reporting", {"title": "Report", "rule": "FREQ=MONTHLY;INTERVAL=6", "starts": "2027-01-01"}, {}),
        ("reporting", {"title": "Report", "rule": "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"}, {}),
        ("provisional_application", {"start": "fixed_date", "fixed_date": "2027-01-01"}, {}),
    ],
)  # fmt: skip
def test_a_correction_opens_with_what_the_entry_says_and_loses_none_of_it(
    page, agreement, there, kind, parameters, boxes
):
    clause = make_clause(agreement, kind, parameters)
    url = f"{there}{clause.uid}/correct/"
    form = page.get(url).context["form"]
    typed = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field.widget, "decompress"):
            parts = field.widget.decompress(value)
            typed |= {
                f"{name}{suffix}": part or "" for suffix, part in zip(field.widget.widgets_names, parts, strict=True)
            }
        elif value is not None and value is not False:
            typed[name] = value
    response = page.post(
        url, {**typed, **boxes, "reason": "The article was misread", "article": "Art. 2", "step": "save"}
    )
    assert response.status_code == 302, response.context["form"].errors
    corrected = Clause.objects.current().get(kind=kind)
    assert (corrected.parameters, corrected.article) == (parameters, "Art. 2")


def test_warnings_are_those_of_the_day(page, agreement, there):
    make_clause(agreement, "renewal", {"mode": "tacit", "length": {"years": 1}})
    make_clause(agreement, "notice", {"length": {"months": 6}})
    make_clause(agreement, "duration", {"mode": "period", "length": {"years": 7}}, applies_from=dt.date(2024, 1, 1))
    assert len(page.get(there, {"as_of": "2023-12-31"}).context["clauses"].warnings) == 2
    assert page.get(there, {"as_of": "2024-01-01"}).context["clauses"].warnings == []


def test_an_entry_made_by_mistake_is_withdrawn(page, agreement, there):
    clause = make_clause(agreement)
    url = f"{there}{clause.uid}/withdraw/"
    checked = sent(page, url, step="check", reason="Another agreement's")
    assert "The entry will not count any more." in checked.content.decode()
    assert sent(page, url, reason="Another agreement's").status_code == 302
    assert not Clause.objects.current().exists()


def test_what_changed_meanwhile_is_shown_and_nothing_is_lost(page, agreement, there):
    url = address(there, "notice")
    form = page.get(url).context["form"]
    opened = {name: form[name].value() or "" for name in ("version", "seen", "opened")}
    make_clause(agreement, "duration", {"mode": "period", "length": {"years": 5}})
    response = page.post(url, {**opened, "length_months": "6", "step": "save"})
    assert (response.status_code, Clause.objects.count()) == (409, 1)
    assert response.context["form"]["length"].value() == ["", "6", "", ""] or "6" in str(response.content)


def test_the_parties_of_a_duty_are_ticked(page, agreement, there):
    party = party_of(agreement)
    response = sent(
        page, address(there, "reporting", "every"), title="Report", number="1", unit="YEARLY", parties=str(party.uid)
    )
    assert response.status_code == 302
    assert Clause.objects.get().parameters == {"title": "Report", "rule": "FREQ=YEARLY", "parties": [str(party.uid)]}


def test_readers_see_clauses_and_change_none(client, victor, oscar, office, agreement, there):
    clause = make_clause(agreement, source="Text", source_quote="for ever")
    client.force_login(victor)
    assert "Concluded for an indefinite time." in client.get(there).content.decode()
    for url in (
        f"{there}new/",
        *(f"{there}{clause.uid}/{verb}/" for verb in ("amend", "correct", "repeal", "withdraw")),
    ):
        assert client.get(url).status_code == 403
    restricted = make_agreement(office, classification="restricted")
    client.force_login(oscar)
    assert client.get(reverse("agreements:clauses", args=[restricted.reference])).status_code == 404


def test_the_page_asks_a_number_of_queries_that_does_not_grow(page, agreement, there, django_assert_max_num_queries):
    make_clause(agreement)
    page.get(there)
    with django_assert_max_num_queries(40) as first:
        page.get(there)
    for number in range(12):
        make_clause(agreement, "reporting", {"title": f"Report {number}", "rule": "FREQ=YEARLY"})
    with django_assert_max_num_queries(len(first.captured_queries)):
        page.get(there)


def test_the_history_says_clauses_in_words_and_names_no_agreement_the_reader_cannot_see(
    page, agreement, other_office, there
):
    hidden = make_agreement(other_office, kind="treaty", classification="restricted")
    parameters = {"mode": "on_signature", "not_before_agreement": hidden.reference}
    make_clause(agreement, "entry_into_force", parameters, article="Art. 3")
    text = page.get(f"/agreements/{agreement.reference}/").content.decode()
    assert "Added clause: Entry into force Art. 3" in text
    assert "It does not enter into force before another agreement does." in text
    assert hidden.reference not in text


def test_what_a_clause_brings_is_said_before_it_is_saved(page, agreement, there):
    for party in agreement.parties.all():
        make_act(agreement, party=party, on="2026-02-01")
    response = sent(page, address(there, "entry_into_force", "on_last_signature"), step="check", delay_days="30")
    said = [each.sentence for each in response.context["consequences"]]
    assert "Its status today changes from “Undetermined” to “In force”." in said
    assert "It enters into force on: 3 March 2026." in said


def shown(response):
    """The boxes of the page's form as a browser would send them back, hidden ones included."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()):
        found.setdefault(name, []).append(html.unescape(value))
    found.pop("csrfmiddlewaretoken", None)
    form = response.context["form"]
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field.widget, "decompress"):
            parts = value if isinstance(value, list) else field.widget.decompress(value)
            found |= {name + each: part or "" for each, part in zip(field.widget.widgets_names, parts, strict=True)}
        elif value not in (None, False, []):
            found[name] = "on" if value is True else value
    return found


def test_another_way_keeps_what_both_have_and_gives_back_the_rest_on_return(page, agreement, there):
    consents, exchange = (
        address(there, "entry_into_force", way) for way in ("on_consents", "on_exchange_of_instruments")
    )
    begun = shown(page.get(consents)) | {
        "consents": "twelve", "delay_days": "90", "first_of_month": "on", "not_before_date": "2027-13-01",
        "quota_class_0": "regional_organisation", "quota_least_0": "2", "article": "Art. 38", "step": "way",
    }  # fmt: skip
    changed = page.post(exchange, begun)
    form = changed.context["form"]
    assert (changed.status_code, form.errors, Clause.objects.exists()) == (200, {}, False)
    assert form["delay"].value() == ["", "", "", "90"]
    assert (form["first_of_month"].value(), form["not_before_date"].value()) == (True, "2027-13-01")
    assert form["article"].value() == "Art. 38"
    assert "twelve" not in page.get(exchange).content.decode()
    there_typed = shown(changed) | {"delay_days": "30", "step": "way"}
    del there_typed["first_of_month"]
    returned = page.post(consents, there_typed).context["form"]
    assert (returned["consents"].value(), returned["delay"].value()[3]) == ("twelve", "30")
    assert not returned["first_of_month"].value()
    assert (returned["quota_class_0"].value(), returned["quota_least_0"].value()) == ("regional_organisation", "2")


def test_what_was_typed_another_way_is_carried_past_faults_and_not_saved(page, agreement, there):
    period, until = (address(there, "duration", way) for way in ("period", "until"))
    changed = page.post(until, shown(page.get(period)) | {"length_years": "5", "step": "way"})
    faulty = page.post(until, shown(changed) | {"until": "2030-31-12", "step": "check"})
    assert faulty.status_code == 422
    returned = page.post(period, shown(faulty) | {"step": "way"})
    assert returned.context["form"]["length"].value()[0] == "5"
    saved = page.post(until, shown(returned) | {"until": "2030-12-31", "step": "save"})
    assert saved.status_code == 302
    assert Clause.objects.get().parameters == {"mode": "until", "until": "2030-12-31"}


def test_a_correction_said_another_way_begins_with_the_entry_and_knows_what_changed_meanwhile(page, agreement, there):
    clause = make_clause(agreement, "duration", {"mode": "period", "length": {"years": 5}}, article="Art. 9")
    url = f"{there}{clause.uid}/correct/"
    begun = shown(page.get(url))
    make_clause(agreement, "notice", {"length": {"months": 6}})
    changed = page.post(f"{url}?mode=until", begun | {"reason": "Misread", "step": "way"})
    assert changed.context["form"]["article"].value() == "Art. 9"
    assert changed.context["form"]["reason"].value() == "Misread"
    late = page.post(f"{url}?mode=until", shown(changed) | {"until": "2030-12-31", "step": "save"})
    assert late.status_code == 409
    assert late.context["conflict"].rows == []
    assert ("length_years", "5") in late.context["form"].carried
