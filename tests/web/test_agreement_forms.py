"""Adding an agreement, taking one over, changing its data: on pages."""

import re

import pytest

from agreements.actions import change_agreement
from agreements.models import Agreement
from core.actors import Actor
from tests.factories import make_agreement, make_institution, make_subject, party_of
from tests.web.conftest import hidden, words_of

NEW, REGISTER = "/agreements/new/", "/agreements/register/"


def rows(prefix, *rows, initial=0):
    """A table's fields as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def typed(office, **changes):
    """The form of a new agreement, filled in."""
    return {
        "title_en": "Working arrangement", "title_es": "", "office": office.code, "kind": "working_arrangement",
        "nature": "", "personal_data": "unknown", "transfer_basis": "none", "classification": "internal", "officer": "",
        **rows("parties"), **rows("other_titles"), **changes,
    }  # fmt: skip


def editing(client, agreement, **changes):
    """The edit form as it was opened, with changes."""
    page = client.get(edit(agreement))
    form = page.context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    sent |= hidden(page, "version", "seen", "opened")
    sent["officer"] = agreement.officer.username if agreement.officer else ""
    sent["subjects"] = [str(each) for each in form["subjects"].value() or []]
    for name, table in form.row_sets.items():
        sent |= rows(
            name,
            *({field: row[field].value() or "" for field in row.fields} for row in table.initial_forms),
            initial=table.initial_form_count(),
        )
        for number, row in enumerate(table.initial_forms):
            for field in row.fields:
                shown = row.fields[field].prepare_value(row[field].value())
                sent[f"{name}-{number}-{field}"] = "" if shown in (None, False) else shown
    return sent | changes


def edit(agreement):
    return f"/agreements/{agreement.reference}/edit/"


def test_a_new_agreement_begins_as_proposed_with_its_nature_by_kind(office, olga, browse):
    europol = make_institution("Europol Agency", acronym="EPOL")
    arms = make_subject("arms")
    response = browse(olga).post(
        NEW,
        typed(
            office,
            subjects=[str(arms.pk)],
            **rows(
                "parties",
                {"institution": "EPOL", "role": "party", "signatory": "The director"},
                {"institution": "", "role": "party"},
            ),
            **rows("other_titles", {"language": "fr", "text": "Arrangement de travail"}),
        ),
    )
    agreement = Agreement.objects.get()
    assert response["Location"] == f"/agreements/{agreement.reference}/"
    assert (agreement.stage, agreement.nature, agreement.officer) == ("proposed", "non_binding", None)
    assert agreement.titles == {"en": "Working arrangement", "fr": "Arrangement de travail"}
    assert [(p.institution, p.role, p.signatory) for p in agreement.parties.all()] == [
        (europol, "party", "The director")
    ]
    assert list(agreement.subjects.all()) == [arms]


def test_errors_stand_in_a_summary_and_at_their_fields_and_everything_typed_stays(office, olga, browse):
    sent = typed(
        office,
        title_en="",
        kind="",
        summary="Kept words",
        **rows("parties", {"institution": "Nobody knows it", "role": "party"}),
    )
    response = browse(olga).post(NEW, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("<title>Error: ") == 1
    assert "There is a problem" in page
    assert 'href="#id_kind"' in page
    assert 'href="#id_title_en"' in page
    assert "No institution in the register is called “Nobody knows it”." in words_of(response)
    assert "Kept words" in page
    assert 'value="Nobody knows it"' in page
    assert not Agreement.objects.exists()


def test_a_name_that_fits_several_institutions_is_asked_about(office, olga, browse):
    make_institution("Federal Police of Brazil")
    make_institution("Federal Police of Mexico")
    response = browse(olga).post(
        NEW, typed(office, **rows("parties", {"institution": "Federal Police", "role": "party"}))
    )
    assert "Several institutions fit “Federal Police”" in words_of(response)


def test_a_row_is_added_without_scripts_and_nothing_typed_is_lost(office, olga, browse):
    response = browse(olga).post(
        NEW,
        typed(
            office, title_en="Half a", another="parties", **rows("parties", {"institution": "EPOL", "role": "observer"})
        ),
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" not in page
    assert 'value="Half a"' in page
    assert 'value="EPOL"' in page
    assert 'name="parties-1-institution"' in page


def test_an_existing_one_enters_at_the_stage_it_reached(office, olga, browse):
    sent = typed(office, stage="signed", since="2020-07-01", reason="Paper register")
    browse(olga).post(REGISTER, sent)
    agreement = Agreement.objects.get()
    assert (agreement.stage, str(agreement.stage_since)) == ("signed", "2020-07-01")


@pytest.mark.parametrize(("field", "value"), [("stage", ""), ("reason", ""), ("since", "2999-01-01")])
def test_taking_over_needs_the_stage_a_past_day_and_where_from(office, olga, browse, field, value):
    sent = typed(office, stage="signed", since="2020-07-01", reason="Paper register") | {field: value}
    response = browse(olga).post(REGISTER, sent)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_only_officers_and_heads_add_agreements(office, victor, ana, browse):
    for person in (victor, ana):
        for address in (NEW, REGISTER):
            response = browse(person).get(address)
            assert response.status_code == 403
            assert "Only an officer or the head of an office creates agreements." in words_of(response)


def test_an_officer_of_one_office_cannot_add_for_another(office, other_office, olga, browse):
    response = browse(olga).post(NEW, typed(other_office))
    assert response.status_code == 422
    assert not Agreement.objects.exists()


def test_changing_keeps_what_was_not_touched(office, olga, browse):
    agreement = make_agreement(
        office, titles={"en": "Old", "fr": "Vieux"}, subjects=[make_subject("arms")], officer=olga
    )
    party = party_of(agreement)
    client = browse(olga)
    response = client.post(edit(agreement), editing(client, agreement, title_en="New", reason="A misprint"))
    assert response.status_code == 302, response.context["form"].errors
    agreement.refresh_from_db()
    assert agreement.titles == {"en": "New", "fr": "Vieux"}
    assert agreement.officer == olga
    assert [each.code for each in agreement.subjects.all()] == ["arms"]
    assert party_of(agreement) == party


def test_a_title_as_long_as_a_source_prints_it_can_be_kept_and_one_too_long_is_told_so(office, olga, browse):
    client, agreement = browse(olga), make_agreement(office, titles={"en": "T" * 1000})
    kept = client.post(edit(agreement), editing(client, agreement, summary="Changed"))
    assert kept.status_code == 302
    longer = client.post(edit(agreement), editing(client, agreement, title_en="T" * 1001))
    assert longer.status_code == 422
    assert "at most 1000 characters (it has 1001)" in words_of(longer)


def test_parties_can_be_removed_and_readers_named(office, olga, victor, browse):
    agreement = make_agreement(office, officer=olga)
    client = browse(olga)
    sent = editing(client, agreement, classification="restricted", **rows("readers", {"user": "victor"}))
    sent["parties-1-DELETE"] = "on"
    assert client.post(edit(agreement), sent).status_code == 302
    assert agreement.parties.count() == 1
    assert browse(victor).get(f"/agreements/{agreement.reference}/").status_code == 200


def test_who_does_not_keep_it_gets_403_and_who_does_not_see_it_404(office, victor, oscar, browse):
    assert browse(victor).get(edit(make_agreement(office))).status_code == 403
    restricted = make_agreement(office, classification="restricted")
    assert browse(oscar).get(edit(restricted)).status_code == 404


def test_the_second_of_two_people_sees_both_versions_and_loses_nothing(office, olga, otto, browse):
    agreement = make_agreement(
        office, titles={"en": "Opened"}, officer=olga, summary="Old summary", legal_basis="Old basis"
    )
    client = browse(olga)
    sent = editing(client, agreement, title_en="Olga's title", summary="Olga's summary")
    change_agreement(
        by=Actor.person(otto),
        agreement=agreement,
        titles={"en": "Otto's title"},
        legal_basis="Otto's basis",
        reason="Otto knew",
    )
    response = client.post(edit(agreement), sent)
    page = words_of(response)
    assert response.status_code == 409
    assert response.content.decode().count("<title>Error: ") == 1
    assert "Otto Officer changed it" in page
    assert "Otto knew" in page
    assert "Title in English Otto's title Olga's title" in page
    assert 'value="Olga&#x27;s title"' in response.content.decode()
    agreement.refresh_from_db()
    assert agreement.title == "Otto's title"

    again = editing_of(response, sent)
    assert client.post(edit(agreement), again).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.title, agreement.summary, agreement.legal_basis) == (
        "Olga's title",
        "Olga's summary",
        "Otto's basis",
    )


def editing_of(response, sent):
    """What a browser sends when the form of a conflict is saved as it stands."""
    form = response.context["form"]
    again = {**sent, **hidden(response, "version", "seen", "opened")}
    for name in ("title_en", "summary", "legal_basis"):
        again[name] = form[name].value()
    return again


def test_a_person_is_understood_by_name_or_user_name_only_if_it_is_clear(office, olga, otto, browse):
    agreement = make_agreement(office, officer=olga)
    client = browse(olga)
    response = client.post(edit(agreement), editing(client, agreement, **rows("readers", {"user": "Officer"})))
    assert "Several people fit “Officer”" in words_of(response)


def test_suggestions_of_people_are_for_members_of_offices(office, olga, nadia, browse):
    assert "Olga Officer (olga)" in browse(olga).get("/account/people/", {"any": "olga"}).content.decode()
    assert "olga" not in re.sub("any=olga", "", browse(nadia).get("/account/people/", {"any": "olga"}).content.decode())
