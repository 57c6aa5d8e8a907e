"""The list of agreements: what each reader sees, finds and counts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import lay_out_approval, make_agreement, make_institution, make_subject, submit
from tests.web.conftest import words_of

LIST = "/agreements/"


def counts(response, parameter):
    """The counts of a facet by the words of its choices."""
    facets = {facet.parameter: choices for facet, choices in response.context["listing"].facets}
    return {choice.label: choice.count for choice in facets[parameter]}


def titles(response):
    return [row.agreement.title for row in response.context["rows"]]


def test_a_row_says_what_it_is_between_whom_how_far_and_on_whom_it_waits(office, victor, browse):
    europol = make_institution("Europol Agency", acronym="EPOL")
    ministry = make_institution("Ministry of Security", country="MX", acronym="SSPC")
    agreement = make_agreement(
        office, title="Working arrangement", stage="approval_pending", kind="working_arrangement",
        parties=[europol, ministry],
    )  # fmt: skip
    lay_out_approval(agreement)
    submit(agreement.approval_subject)
    page = words_of(browse(victor).get(LIST))
    for said in (agreement.reference, "Working arrangement", "SSPC (Mexico)", "Approval pending", "EPOL ("):
        assert said in page


def test_nobody_sees_or_counts_a_restricted_agreement_without_a_right_to_it(office, victor, hugo, browse):
    make_agreement(office, title="Open")
    make_agreement(office, title="Secret", classification="restricted")
    seen = browse(victor).get(LIST)
    assert titles(seen) == ["Open"]
    assert counts(seen, "classification") == {"Internal": 1}
    assert sorted(titles(browse(hugo).get(LIST))) == ["Open", "Secret"]


def test_each_facet_counts_what_passes_the_other_filters(office, victor, browse):
    make_agreement(office, stage="signed", kind="treaty")
    make_agreement(office, stage="signed", kind="protocol")
    make_agreement(office, stage="proposed", kind="treaty")
    page = browse(victor).get(LIST, {"stage": "signed"})
    assert counts(page, "kind") == {"Treaty": 1, "Protocol": 1}
    assert counts(page, "stage") == {"Proposed": 1, "Signed": 2}
    assert page.context["listing"].total == 2


def test_a_filter_in_force_is_named_and_can_be_taken_off(office, victor, browse):
    make_agreement(office, stage="signed")
    page = browse(victor).get(LIST, {"stage": "signed", "q": "memorandum"})
    stage = next(chip for chip in page.context["listing"].chips if chip.words == "Stage: Signed")
    assert parse_qs(urlsplit(stage.url).query) == {"q": ["memorandum"]}
    assert "Stage: Signed" in words_of(page)


def test_search_finds_titles_references_and_every_name_of_a_party(office, victor, browse):
    ministry = make_institution("Ministry of Security", aliases=["Secretaría de Seguridad"])
    found = make_agreement(office, title="Arms trafficking", parties=[ministry, make_institution()])
    make_agreement(office, title="Something else")
    for words in ("arms", "secretaria", found.reference.lower()):
        assert titles(browse(victor).get(LIST, {"q": words})) == ["Arms trafficking"]


@pytest.mark.parametrize(
    ("order", "expected"), [("title", ["Alpha", "Beta", "Gamma"]), ("-title", ["Gamma", "Beta", "Alpha"])]
)
def test_columns_sort(office, victor, browse, order, expected):
    for title in ("Beta", "Alpha", "Gamma"):
        make_agreement(office, title=title)
    assert titles(browse(victor).get(LIST, {"ordering": order})) == expected


def test_a_subject_also_finds_what_lies_below_it(office, victor, browse):
    crime = make_subject("crime")
    make_agreement(office, title="On arms", subjects=[make_subject("arms", parent=crime)])
    make_agreement(office, title="On nothing")
    assert titles(browse(victor).get(LIST, {"subject": "crime"})) == ["On arms"]


@pytest.mark.parametrize(
    "query", ["stage=unknown", "ordering=colour", "cursor=forged", "institution=none", "stage_since_from=soon"]
)
def test_what_cannot_be_is_said_and_answered_with_400(office, victor, browse, query):
    make_agreement(office)
    response = browse(victor).get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert "The list cannot be shown like this" in words_of(response)


def test_fields_left_empty_in_the_filter_ask_for_nothing(office, victor, browse):
    make_agreement(office, title="Open")
    response = browse(victor).get(f"{LIST}?q=open&country=&subject=&stage_since_from=&stage=")
    assert titles(response) == ["Open"]
    assert [chip.words for chip in response.context["listing"].chips] == ["Search: open"]


def test_an_empty_register_says_what_to_do_next(olga, victor, browse):
    assert "No agreement yet" in words_of(browse(victor).get(LIST))
    assert "New agreement" in words_of(browse(olga).get(LIST))
    assert "New agreement" not in words_of(browse(victor).get(LIST))


def test_only_who_keeps_an_agreement_is_offered_to_change_its_stage(office, other_office, olga, browse):
    mine, theirs = make_agreement(office), make_agreement(other_office, title="Theirs")
    page = browse(olga).get(LIST).content.decode()
    assert f"/agreements/{mine.reference}/stage/" in page
    assert f"/agreements/{theirs.reference}/stage/" not in page


def test_the_number_of_queries_does_not_grow_with_the_rows(office, olga, browse):
    client = browse(olga)

    def made(number):
        for _each in range(number):
            agreement = make_agreement(office, stage="approval_pending", officer=olga)
            lay_out_approval(agreement)
            submit(agreement.approval_subject)
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    few = made(2)
    assert made(6) == few
    assert few <= 21


def test_the_age_of_what_is_waited_for_is_told_in_days(office, victor, browse):
    agreement = make_agreement(office, stage="approval_pending")
    lay_out_approval(agreement)
    submit(agreement.approval_subject)
    (row,) = browse(victor).get(LIST).context["rows"]
    started = agreement.approval_subject.cases.first().steps.first().started_at
    assert [each.days for each in row.waiting] == [(timezone.localdate() - started.date()).days] * 2


def test_strangers_are_sent_to_the_log_in(client, db):
    response = client.get(LIST)
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_of_many_parties_three_are_named_and_the_rest_counted(office, victor, browse):
    make_agreement(office, parties=[make_institution(f"State {number}") for number in range(5)])
    said = words_of(browse(victor).get("/agreements/"))
    assert "State 0 State 1 State 2 and 2 more" in said
