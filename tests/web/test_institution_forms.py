"""Adding and changing institutions on pages: names as rows, look-alikes confirmed, two people at once."""

import html
import re

import pytest

from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from institutions.models import Institution, InstitutionName
from tests.cast import acting
from tests.factories import make_institution
from tests.web.conftest import hidden, words_of
from tests.web.forms import as_opened, rows

NEW = "/institutions/new/"


def edit(institution):
    return f"/institutions/{institution.uid}/edit/"


def names(*filled):
    """The table of names."""
    return rows("names", *({"type": "official", "language": "en", **each} for each in filled))


def test_those_who_may_not_add_are_told_why(browse, victor):
    page = browse(victor).get(NEW)
    assert page.status_code == 403
    assert "Only an officer or head of an office, or an administrator, changes institutions." in words_of(page)


def test_an_institution_is_added_with_its_names(browse, olga):
    ministry = make_institution("Ministry of the Interior", country="ES")
    sent = names({"text": "Policía Nacional", "language": "es"}, {"text": "CNP", "type": "acronym", "language": ""})
    sent |= {"kind": "police", "country": "ES", "parent": "ministry interior", "established": "1824"}
    response = browse(olga).post(NEW, sent)
    made = Institution.objects.exclude(pk=ministry.pk).get()
    assert response["Location"] == f"/institutions/{made.uid}/"
    assert (made.name, made.acronym, made.parent, made.established) == ("Policía Nacional", "CNP", ministry, "1824")


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        ([{"text": "Police"}], {"kind": ""}, "Kind: This field is required."),
        ([{"text": ""}], {"kind": "police"}, "Give at least one official name."),
        ([{"text": "P", "type": "acronym"}], {"kind": "police"}, "Give at least one official name."),
        ([{"text": "P", "valid_from": "2020-01-01", "valid_until": "2019-01-01"}], {"kind": "police"}, "Name 1, "),
        ([{"text": "P"}], {"kind": "police", "established": "long ago"}, "Established: Give a year"),
        ([{"text": "P"}], {"kind": "police", "parent": "Nobody"}, "Part of: No institution in the register is called"),
        ([{"text": "P"}], {"kind": "police", "parent": "ministry"}, "Part of: Several institutions fit “ministry”"),
        ([{"text": "P"}], {"kind": "police", "website": "not an address"}, "Website: "),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(browse, olga, given, values, said):
    make_institution("Ministry of A"), make_institution("Ministry of B")
    page = browse(olga).post(NEW, names(*given) | values)
    assert page.status_code == 422
    assert said in words_of(page)
    assert "<title>Error: " in page.content.decode().replace("\n", "")
    assert Institution.objects.count() == 2


def test_a_second_one_of_the_same_name_is_added_only_when_confirmed(browse, olga):
    make_institution("Policía Nacional", country="ES")
    sent = names({"text": "policia nacional", "language": "es"}) | {"kind": "police", "country": "ES"}
    page = browse(olga).post(NEW, sent)
    assert page.status_code == 409
    assert "“Policía Nacional” is in the register already" in words_of(page)
    assert 'name="allow_same_name"' in page.content.decode()
    assert browse(olga).post(NEW, sent | {"allow_same_name": "on"}).status_code == 302
    assert Institution.objects.count() == 2


def test_the_box_for_namesakes_is_not_shown_before(browse, olga):
    assert 'name="allow_same_name"' not in browse(olga).get(NEW).content.decode()


def test_another_row_is_added_without_losing_or_blaming_anything(browse, olga):
    sent = names({"text": "Typed already", "source": "Gazette"}) | {
        "kind": "",
        "mandate": "Half a sent",
        "another": "names",
    }
    page = browse(olga).post(NEW, sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="names-TOTAL_FORMS" value="2"' in text
    assert 'value="Typed already"' in text and 'value="Gazette"' in text and "Half a sent" in text
    assert "There is a problem" not in text and "<title>Error" not in text.replace("\n", "")
    assert Institution.objects.count() == 0


def test_rows_are_renamed_removed_and_kept_with_their_sources(browse, olga):
    kept = NewName("SSPC", type=InstitutionName.Type.ACRONYM, source="Press item", source_quote="The SSPC said")
    institution = make_institution("Secretariat", aliases=["Wrong alias"], names=[kept])
    client = browse(olga)
    sent = as_opened(client, edit(institution))
    places = {sent[name]: name.removesuffix("-text") for name in sent if name.endswith("-text")}
    sent[f"{places['Wrong alias']}-DELETE"] = "on"
    sent[f"{places['Secretariat']}-text"] = "Secretariat of Security"
    assert client.post(edit(institution), sent).status_code == 302
    left = dict(institution.names.values_list("text", "source_quote"))
    assert left == {"SSPC": "The SSPC said", "Secretariat of Security": ""}


def test_saving_an_unchanged_form_changes_nothing_of_the_data(browse, olga):
    institution = make_institution(
        "Secretariat", acronym="S", country="MX", parent=make_institution("Presidency"), established="2018-11",
        mandate="Public safety\nand more", source="Press item",
    )  # fmt: skip
    before = Institution.objects.values().get(pk=institution.pk), [*institution.names.values()]
    client = browse(olga)
    assert client.post(edit(institution), as_opened(client, edit(institution))).status_code == 302
    after = Institution.objects.values().get(pk=institution.pk), [*institution.names.values()]
    changing = {"version", "updated_at"}
    assert {k: v for k, v in after[0].items() if k not in changing} == {
        k: v for k, v in before[0].items() if k not in changing
    }
    assert after[1] == before[1]


def test_two_people_at_once_lose_nothing(browse, olga, otto):
    institution = make_institution("Secretariat", seat="Old seat", mandate="Old mandate")
    client = browse(otto)
    sent = as_opened(client, edit(institution)) | {"mandate": "Mandate by Otto", "powers": "Powers by Otto"}
    change_institution(by=acting(olga), institution=institution, seat="Seat by Olga", mandate="Mandate by Olga")
    page = client.post(edit(institution), sent)
    assert page.status_code == 409
    said = words_of(page)
    assert "Olga Officer changed it" in said
    assert "Mandate Mandate by Olga Mandate by Otto" in said
    text = page.content.decode()
    assert "Powers by Otto</textarea>" in text.replace("\n", "") and 'value="Seat by Olga"' in text
    again = sent | {"seat": "Seat by Olga"} | hidden(page, "version", "seen", "opened")
    assert client.post(edit(institution), again).status_code == 302
    institution.refresh_from_db()
    assert (institution.seat, institution.mandate, institution.powers) == (
        "Seat by Olga", "Mandate by Otto", "Powers by Otto",
    )  # fmt: skip


def test_an_institution_cannot_become_part_of_itself(browse, olga):
    institution = make_institution("Police")
    unit = make_institution("Unit", parent=institution)
    client = browse(olga)
    sent = as_opened(client, edit(institution)) | {"parent": unit.name}
    page = client.post(edit(institution), sent)
    assert page.status_code == 422
    assert "Part of: An institution cannot be part of itself." in words_of(page)


@pytest.mark.parametrize(
    ("typed", "found"), [("euro", ["Europol"]), ("POLICÍA", ["Policía Nacional (CNP) · Spain"]), ("", [])]
)
def test_suggestions_name_what_fits(browse, victor, typed, found):
    make_institution("Europol")
    make_institution("Policía Nacional", acronym="CNP", country="ES")
    page = browse(victor).get("/institutions/suggestions/", {"parent": typed}).content.decode()
    assert re.findall(r'value="([^"]+)"', html.unescape(page)) == found


def test_a_suggestion_taken_as_it_stands_means_that_institution(browse, olga):
    make_institution("Policía Nacional", country="ES")
    colombian = make_institution("Policía Nacional", country="CO")
    sent = names({"text": "Escuela"}) | {"kind": "academy", "parent": "Policía Nacional · Colombia"}
    assert browse(olga).post(NEW, sent).status_code == 302
    assert Institution.objects.get(kind="academy").parent == colombian
