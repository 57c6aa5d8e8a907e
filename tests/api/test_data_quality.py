"""Data quality in the API."""

from tests.factories import make_act, make_agreement, party_of

LIST = "data-quality/"


def disagreeing(office, **values):
    agreement = make_agreement(office, stage="negotiating", **values)
    make_act(agreement, party=party_of(agreement), on="2020-07-01")
    make_act(agreement, party=party_of(agreement), on="2020-07-20")
    return agreement


def test_a_finding_says_what_where_and_what_to_do(office, olga, calling):
    agreement = disagreeing(office)
    (finding,) = calling(olga).get(LIST).json()["results"]
    assert finding["kind"] == "sources_disagree"
    assert finding["agreement"]["reference"] == agreement.reference
    assert finding["acts"] == [str(uid) for uid in agreement.acts.order_by("id").values_list("uid", flat=True)]
    assert finding["sentence"].startswith("The sources give 2 dates for one act of Police")
    assert finding["office"]["code"] == "LIS"


def test_filters_are_those_of_the_page(office, other_office, olga, calling):
    disagreeing(office)
    other = disagreeing(other_office)
    make_agreement(office, stage="signed")
    client = calling(olga)
    assert client.get(f"{LIST}?kind=no_signature_recorded&count=true").json()["count"] == 1
    (finding,) = client.get(f"{LIST}?office=OSL").json()["results"]
    assert finding["agreement"]["reference"] == other.reference
    assert client.get(f"{LIST}?kind=nonsense").status_code == 400
    assert client.get(f"{LIST}?colour=red").status_code == 400


def test_pages_lose_and_double_nothing(office, olga, calling):
    references = {disagreeing(office).reference for _each in range(3)}
    client, seen, address = calling(olga), [], f"{LIST}?limit=1"
    while address:
        page = client.get(address).json()
        seen += [each["agreement"]["reference"] for each in page["results"]]
        address = page["next"]
    assert sorted(seen) == sorted(references)


def test_restricted_agreements_are_neither_listed_nor_counted(office, olga, oscar, calling):
    disagreeing(office, classification="restricted", officer=olga)
    assert calling(olga).get(f"{LIST}?count=true").json()["count"] == 1
    assert calling(oscar).get(f"{LIST}?count=true").json()["count"] == 0
