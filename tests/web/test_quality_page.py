"""The page of data quality: what it lists, for whom, and where each finding is mended."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Finding
from tests.factories import make_act, make_agreement, make_institution, party_of
from tests.web.conftest import words_of

PAGE = "/agreements/quality/"


def disagreeing(office, **values):
    """An agreement whose sources give two dates for one signature."""
    agreement = make_agreement(office, stage="negotiating", **values)
    make_act(agreement, party=party_of(agreement), on="2020-07-01")
    make_act(agreement, party=party_of(agreement), on="2020-07-20")
    return agreement


def kinds(response):
    return [each.kind for each in response.context["listing"].page.rows]


def test_a_disagreement_is_listed_with_what_to_do_and_where(office, olga, browse):
    agreement = disagreeing(office)
    response = browse(olga).get(PAGE)
    page = words_of(response)
    assert "Sources disagree The sources give 2 dates for one act of Police" in page
    assert "let another entry count or correct the one that is wrong" in page
    first = agreement.acts.order_by("id").first()
    assert f'href="/agreements/{agreement.reference}/#act-{first.uid}"' in response.content.decode()


def test_what_a_write_mends_is_gone(office, olga, browse):
    agreement = make_agreement(office, stage="signed")
    assert "no_signature_recorded" in kinds(browse(olga).get(PAGE))
    make_act(agreement, on="2020-07-01")
    assert "no_signature_recorded" not in kinds(browse(olga).get(PAGE))


def test_counts_of_facets_equal_the_rows_they_open(office, other_office, olga, browse):
    disagreeing(office)
    disagreeing(other_office)
    make_agreement(office, stage="signed")
    client = browse(olga)
    facets = client.get(PAGE).context["listing"].facets
    assert {facet.parameter for facet, choices in facets if choices} == {"kind", "office", "agreement_kind"}
    for _facet, choices in facets:
        for choice in choices:
            assert client.get(f"{PAGE}{choice.url}").context["listing"].total == choice.count > 0


def test_findings_of_restricted_agreements_are_neither_shown_nor_counted(office, olga, oscar, browse):
    agreement = disagreeing(office, classification="restricted", officer=olga)
    assert kinds(browse(olga).get(PAGE)) == ["sources_disagree"]
    response = browse(oscar).get(PAGE)
    assert kinds(response) == []
    assert agreement.reference not in response.content.decode()
    assert not any(choices for _facet, choices in response.context["listing"].facets)


def test_who_may_not_change_the_record_is_led_to_read_it(office, victor, browse):
    agreement = make_agreement(office, stage="signed")
    page = browse(victor).get(PAGE).content.decode()
    assert f"/agreements/{agreement.reference}/#why" in page
    assert "acts/new/" not in page


def test_a_reservation_nobody_can_object_to_any_more_is_left_out(office, olga, browse):
    agreement = make_agreement(office)
    line = {"code": "reservation_accepted", "places": {"on": {"day": "2020-01-01"}}, "acts": [], "source": ""}
    Finding.objects.create(agreement=agreement, kind="reservation_accepted", line=line)
    assert "reservation_accepted" not in kinds(browse(olga).get(PAGE))


def test_an_unknown_kind_is_refused(office, olga, browse):
    assert browse(olga).get(f"{PAGE}?kind=nonsense").status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_findings(office, olga, browse):
    client = browse(olga)

    def asked():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    disagreeing(office)
    few = asked()
    for _each in range(4):
        disagreeing(office)
    assert asked() <= few <= 20


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        (("Secretaría de Seguridad", "SECRETARIA  DE SEGURIDAD"), True),
        (("Guardia Nacional", "Guardia Civil"), False),
    ],
)
def test_institutions_that_differ_only_by_case_or_accent_are_listed(db, olga, browse, names, alike):
    for name, country in zip(names, ("MX", ""), strict=True):
        make_institution(name, country=country)
    groups = browse(olga).get(f"{PAGE}institutions/").context["groups"]
    assert [[each.name for each in group.institutions] for group in groups] == ([list(names)] if alike else [])


def test_an_alias_that_is_anothers_name_is_listed_but_a_shared_acronym_is_not(db, olga, browse):
    make_institution("Policía Federal", country="MX", acronym="PF")
    make_institution("Polícia Federal", country="BR", acronym="PF", aliases=["Federal Police"])
    make_institution("Federal Police", country="AU")
    groups = browse(olga).get(f"{PAGE}institutions/").context["groups"]
    assert [group.name for group in groups] == ["federal police", "policia federal"]
