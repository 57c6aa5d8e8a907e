"""Lists: pages by cursor, declared filters and orders, and nothing that is quietly ignored."""

import base64
import json

import pytest

from core.models import HistoryEntry
from tests.api.conftest import places
from tests.factories import (
    make_activity,
    make_agreement,
    make_institution,
    make_membership,
    make_pending_agreement,
    make_programme,
    make_subject,
)


def walk(caller, path, way="next", **parameters):
    """The references of every page from here on."""
    page = caller.get(path, **parameters).json()
    pages = [page]
    while page[way]:
        page = caller.get(page[way]).json()
        pages.append(page)
    return pages


def references(pages):
    return [row["reference"] for page in pages for row in page["results"]]


@pytest.fixture
def agreements(office):
    return [make_agreement(office, title=f"Arrangement {letter}") for letter in "GCAFBED"]


@pytest.mark.parametrize("ordering", ["title", "-title", "changed", "-changed", "stage_since", "-stage_since"])
def test_pages_follow_each_other_without_loss_or_double(calling, agreements, olga, ordering):
    caller = calling(olga)
    pages = walk(caller, "agreements/", limit=3, ordering=ordering)
    assert [len(page["results"]) for page in pages] == [3, 3, 1]
    assert sorted(references(pages)) == sorted(each.reference for each in agreements)
    everything = caller.get("agreements/", ordering=ordering).json()
    assert references(pages) == references([everything])
    assert everything["next"] is everything["previous"] is None
    assert list(reversed(references(pages)[:3])) == list(
        reversed([row["reference"] for row in walk(caller, pages[-1]["previous"], way="previous")[-1]["results"]])
    )


def test_titles_are_in_order(calling, agreements, olga):
    rows = calling(olga).get("agreements/", ordering="title").json()["results"]
    assert [row["title"][-1] for row in rows] == list("ABCDEFG")


def test_rows_inserted_while_paging_neither_double_nor_hide_others(calling, office, agreements, olga):
    caller = calling(olga)
    page = caller.get("agreements/", limit=3, ordering="title").json()
    seen = [row["title"] for row in page["results"]]
    make_agreement(office, title="Arrangement AA")
    make_agreement(office, title="Arrangement CC")
    while page["next"]:
        page = caller.get(page["next"]).json()
        seen += [row["title"] for row in page["results"]]
    assert seen == [f"Arrangement {name}" for name in ("A", "B", "C", "CC", "D", "E", "F", "G")]


def test_the_address_of_the_next_page_keeps_filters_order_and_limit(calling, agreements, olga):
    page = calling(olga).get("agreements/", limit=2, ordering="title", stage="proposed", fields="title").json()
    for part in ("limit=2", "ordering=title", "stage=proposed", "fields=title", "cursor="):
        assert part in page["next"]
    assert page["next"].startswith("http://testserver/api/v1/agreements/?")


def test_fifty_rows_by_default_and_a_hundred_at_most(calling, db, olga):
    for number in range(101):
        make_institution(f"Institution {number:03}")
    caller = calling(olga)
    assert len(caller.get("institutions/").json()["results"]) == 50
    page = caller.get("institutions/", limit=100).json()
    assert len(page["results"]) == 100
    assert len(caller.get(page["next"]).json()["results"]) == 1


def test_rows_are_counted_only_when_asked_and_not_beyond_a_thousand(calling, agreements, olga, monkeypatch):
    caller = calling(olga)
    assert "count" not in caller.get("agreements/").json()
    counted = caller.get("agreements/", limit=2, count="true").json()
    assert (counted["count"], counted["count_is_capped"]) == (7, False)
    monkeypatch.setattr("core.api.lists.MOST_COUNTED", 5)
    capped = caller.get("agreements/", count="true").json()
    assert (capped["count"], capped["count_is_capped"]) == (5, True)


def test_an_empty_list_is_a_page_too(calling, olga):
    expected = {"results": [], "next": None, "previous": None}
    for path in ("agreements/", "activities/", "institutions/", "programmes/", "memberships/"):
        page = calling(olga).get(path).json()
        page.pop("as_of", None)
        assert page == expected


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        ("agreements/", "colour=blue", "colour"),
        ("agreements/", "Stage=signed", "Stage"),
        ("agreements/", "format=json", "format"),
        ("agreements/", "limit=", "limit"),
        ("agreements/", "ordering=", "ordering"),
        ("agreements/", "limit=0", "limit"),
        ("agreements/", "limit=101", "limit"),
        ("agreements/", "limit=-1", "limit"),
        ("agreements/", "limit=ten", "limit"),
        ("agreements/", "limit=1e1", "limit"),
        ("agreements/", "limit=٥", "limit"),
        ("agreements/", "limit=99999999999999999999999", "limit"),
        ("agreements/", "limit=0000000001000", "limit"),
        ("agreements/", "limit=5&limit=6", "limit"),
        ("agreements/", "ordering=colour", "ordering"),
        ("agreements/", "cursor=nonsense", "cursor"),
        ("agreements/", "cursor=%C3%A9", "cursor"),
        ("agreements/", "count=yes", "count"),
        ("agreements/", "fields=reference,colour", "fields"),
        ("agreements/", "expand=colour", "expand"),
        ("agreements/", "stage=nowhere", "stage"),
        ("agreements/", "stage=signed&stage=nowhere", "stage"),
        ("agreements/", "institution=europol", "institution"),
        ("agreements/", "institution=99999999999999999999", "institution"),
        ("agreements/", "q=a&q=b", "q"),
        ("agreements/", "country=XX", "country"),
        ("agreements/", "institution=", "institution"),
        ("agreements/", "stage=", "stage"),
        ("agreements/", "office=", "office"),
        ("agreements/", "stage_since_from=", "stage_since_from"),
        ("activities/", "delayed=", "delayed"),
        ("agreements/", "stage_since_from=yesterday", "stage_since_from"),
        ("agreements/", "stage_since_from=01/02/2020", "stage_since_from"),
        ("agreements/", "stage_since_from=2020-02-30", "stage_since_from"),
        ("activities/", "delayed=perhaps", "delayed"),
        ("activities/", "planned_from=0000-00-00", "planned_from"),
        ("institutions/", "kind=club", "kind"),
        ("institutions/", "parent=x", "parent"),
        ("programmes/", "expand=partners", "expand"),
        ("memberships/", "state=dormant", "state"),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_told_by_name(calling, olga, path, query, where):
    response = calling(olga).client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 400
    assert places(response) == [where]


@pytest.mark.parametrize("part", ["", "history/", "transitions/", "acts/", "approvals/"])
def test_parameters_there_are_not_are_refused_everywhere(calling, office, olga, part):
    path = f"agreements/{make_agreement(office).reference}/{part}"
    caller = calling(olga)
    assert places(caller.get(path, colour="blue")) == ["colour"]
    response = caller.client.post("/api/v1/institutions/?colour=blue", {}, content_type="application/json")
    assert (response.status_code, places(response)) == (400, ["colour"])


def test_an_empty_search_or_cursor_is_none(calling, agreements, olga):
    assert len(calling(olga).get("agreements/", q="", cursor="", fields="", expand="").json()["results"]) == 7


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("ordering", "made_up"),
    [
        ("-changed", cursor()),
        ("-changed", cursor("title", False, ["a", 1])),
        ("-changed", cursor("-changed", "no", ["2020-01-01T00:00:00Z", 1])),
        ("-changed", cursor("-changed", False, ["2020-01-01T00:00:00Z"])),
        ("-changed", cursor("-changed", False, [None, None])),
        ("-changed", cursor("-changed", False, ["never", 1])),
        ("-changed", cursor("-changed", False, ["2020-01-01T00:00:00Z", "x"])),
        ("-changed", cursor("-changed", False, [{}, []])),
        ("title", cursor("title", False, ["nul\x00", 1])),
        ("title", cursor("title", False, [None, 1])),
        ("title", cursor("title", True, ["a", None])),
    ],
)
def test_a_cursor_that_was_made_up_is_refused(calling, agreements, olga, ordering, made_up):
    response = calling(olga).get("agreements/", ordering=ordering, cursor=made_up)
    assert (response.status_code, places(response)) == (400, ["cursor"])


@pytest.mark.parametrize(
    "made_up",
    [
        cursor("title", False, ["a", 10**30]),
        cursor("title", False, ["a", -(10**30)]),
        cursor("title", False, ["a" * 5000, 1]),
        cursor("title", True, ["", 1.5]),
        cursor("title", True, [5, 1]),
    ],
)
def test_a_cursor_that_could_have_been_leads_somewhere(calling, agreements, olga, made_up):
    assert calling(olga).get("agreements/", ordering="title", cursor=made_up).status_code in (200, 400)


def test_filters_of_agreements(calling, office, olga):
    europol = make_institution("Europol", kind="eu_agency")
    sspc = make_institution("Secretaría", country="MX", aliases=["SSCP"])
    crime = make_subject("crime")
    arms = make_subject("arms", parent=crime)
    pending, _steps = make_pending_agreement(office, parties=[europol, sspc], subjects=[arms], title="Arrangement")
    other = make_agreement(office, stage="signed", kind="treaty")
    caller = calling(olga)

    def found(**filters):
        return set(references([caller.get("agreements/", **filters).json()]))

    assert found(stage="approval_pending") == {pending.reference}
    assert found(stage=["approval_pending", "signed"]) == {pending.reference, other.reference}
    assert found(kind="treaty") == {other.reference}
    assert found(institution=europol.uid) == {pending.reference}
    assert found(country="MX") == {pending.reference}
    assert found(subject="crime") == {pending.reference}
    assert found(waiting_on=sspc.uid) == {pending.reference}
    assert found(office="LIS") == {pending.reference, other.reference}
    assert found(office="OSL") == set()
    for words in ("arrangement", "secretaria", "SSCP", "europol arrangement", pending.reference.lower()):
        assert found(q=words) == {pending.reference}, words
    assert found(q="nowhere") == set()
    day = pending.stage_since.isoformat()
    assert found(stage_since_from=day) == {pending.reference, other.reference}
    assert found(stage_since_before=day) == set()


def test_filters_of_activities_programmes_and_memberships(calling, office, olga):
    programme = make_programme("el-paccto", names={"en": "EL PAcCTO"})
    make_programme("other", names={"en": "Other"})
    activity = make_activity(office, programme=programme, title="Advice on arms")
    make_activity(office, state="delivered")
    membership = make_membership(office)
    make_membership(office, member_country="ES")
    caller = calling(olga)
    assert references([caller.get("activities/", programme="el-paccto").json()]) == [activity.reference]
    assert references([caller.get("activities/", state="proposed").json()]) == [activity.reference]
    assert references([caller.get("activities/", q="arms").json()]) == [activity.reference]
    assert caller.get("activities/", delayed="true").json()["results"] == []
    assert len(caller.get("activities/", delayed="false").json()["results"]) == 2
    assert [each["code"] for each in caller.get("programmes/", q="paccto").json()["results"]] == ["el-paccto"]
    assert [each["id"] for each in caller.get("memberships/", country="MX").json()["results"]] == [str(membership.uid)]


def test_a_history_has_pages_too(calling, office, olga):
    agreement = make_agreement(office)
    caller = calling(olga)
    path = f"agreements/{agreement.reference}/"
    for number in range(5):
        caller.patch(path, {"summary": f"Summary {number}"}, if_match="*")
    pages = walk(caller, f"{path}history/", limit=2)
    ids = [int(item["id"]) for page in pages for item in page["results"]]
    assert ids == sorted(ids, reverse=True)
    assert (
        len(ids)
        == len(set(ids))
        == HistoryEntry.objects.filter(root_table__in=["agreements_agreement", "approvals_approvalsubject"]).count()
    )
