"""GET /api/v1/search/."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import places
from tests.factories import make_activity, make_agreement, make_institution, make_programme


@pytest.fixture
def register(office):
    make_agreement(
        office, title="Pact on arms", summary="Arms are counted", parties=[make_institution(), make_institution()]
    )
    make_agreement(office, title="Hidden arms", classification="restricted")
    make_activity(office, title="Course on arms")
    make_programme("arms", names={"en": "Programme"})
    return make_institution("Arms office", acronym="AO")


def test_everything_that_has_the_words_comes_with_counts_by_type(calling, victor, register):
    found = calling(victor).get("search/", q="arms").json()
    assert {row["title"] for row in found["results"]} == {
        "Pact on arms", "Course on arms", "Programme", "Arms office (AO)",
    }  # fmt: skip
    assert {name: each["count"] for name, each in found["facets"].items()} == {
        "agreement": 1, "institution": 1, "activity": 1, "programme": 1, "document": 0,
    }  # fmt: skip
    assert (found["query"], found["corrected"], found["next"]) == ("arms", None, None)


def test_a_row_says_what_it_is_where_it_is_and_where_the_words_stand(calling, victor, register):
    caller = calling(victor)
    (row,) = caller.get("search/", q="arms", type="agreement").json()["results"]
    assert (row["type"], row["id"], row["title_marked"]) == ("agreement", row["reference"], "Pact on ⟦arms⟧")
    assert row["snippet"] == "⟦Arms⟧ are counted"
    assert caller.get(row["url"]).json()["reference"] == row["reference"]
    assert row["page"].endswith(f"/agreements/{row['reference']}/")


def test_a_misspelt_word_is_corrected_and_said(calling, victor, register):
    found = calling(victor).get("search/", q="progamme").json()
    assert (found["query"], found["corrected"]) == ("progamme", "programme")
    assert [row["title"] for row in found["results"]] == ["Programme"]


def test_pages_follow_each_other(calling, victor):
    for number in range(7):
        make_institution(f"Police {number}")
    caller, found, address = calling(victor), [], "search/?q=police&limit=3"
    while address:
        page = caller.get(address).json()
        found.append([row["title"] for row in page["results"]])
        address = page["next"]
    assert [len(each) for each in found] == [3, 3, 1]
    assert len({title for each in found for title in each}) == 7


@pytest.mark.parametrize(
    ("parameters", "at"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "a" * 201}, "q"),
        ({"q": "-arms"}, "q"),
        ({"q": "arms", "type": "person"}, "type"),
        ({"q": "arms", "cursor": "x"}, "cursor"),
        ({"q": "arms", "cursor": "W251bGwsMSwyXQ"}, "cursor"),
        ({"q": "arms", "limit": "0"}, "limit"),
        ({"q": "arms", "ordering": "title"}, "ordering"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_at_its_parameter(calling, victor, parameters, at):
    response = calling(victor).get("search/", **parameters)
    assert response.status_code == 400
    assert at in places(response)


def test_nobody_else_is_answered(calling, db):
    assert calling(None).get("search/", q="arms").status_code == 401


def test_the_list_with_the_same_words_holds_the_same(calling, victor, register):
    caller = calling(victor)
    for q in ("arms", "pact -course", '"on arms"', "zzz"):
        hits = caller.get("search/", q=q, type="agreement").json()["results"]
        rows = caller.get("agreements/", q=q).json()["results"]
        assert [hit["reference"] for hit in hits] == [row["reference"] for row in rows]


def test_the_number_of_queries_is_fixed(calling, victor, office, register):
    caller = calling(victor)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            caller.get("search/", q="arms")
        return len(captured)

    caller.get("search/", q="warm")
    few = queries()
    for number in range(5):
        make_agreement(office, title=f"Arms {number}", parties=[make_institution(), make_institution()])
        make_activity(office, title="Arms")
        make_institution(f"Arms {number}")
    assert queries() == few <= 17
