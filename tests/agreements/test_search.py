"""Search and filters of agreements, and what their lists cost."""

import datetime as dt

import pytest
from django.test import RequestFactory

from agreements.actions import change_agreement
from agreements.filters import ORDERS, AgreementFilter
from agreements.models import Agreement
from agreements.queries import agreement_page, facts_of, next_steps
from core.listing import filtered, page_of
from institutions.actions.institutions import change_institution
from institutions.actions.names import NewName
from tests.cast import acting
from tests.expectations import invalid
from tests.factories import (
    lay_out_approval,
    make_act,
    make_agreement,
    make_institution,
    make_pending_agreement,
    make_subject,
)


@pytest.fixture
def europol(db):
    return make_institution("Europol", kind="eu_agency", aliases=["European Police Office"])


@pytest.fixture
def sspc(db):
    names = [NewName("Secretaría de Seguridad y Protección Ciudadana", "es")]
    return make_institution("Ministry of Security", country="MX", acronym="SSPC", aliases=["SSCP"], names=names)


@pytest.fixture
def arrangement(office, europol, sspc):
    return make_agreement(
        office,
        kind="working_arrangement",
        titles={"en": "Working arrangement on organised crime", "es": "Acuerdo de trabajo: delincuencia organizada"},
        parties=[europol, sspc],
        external_reference="EDOC#1107",
    )


@pytest.mark.parametrize(
    "words",
    ["organised crime", "crime organised", "DELINCUENCIA", "acuerdo", "europol", "European Police", "sscp",
     "secretaria", "Secretaría europol", "crime SSPC", "LIS-WA-2026-0001", "lis-wa", "edoc#1107"],
)  # fmt: skip
def test_every_word_is_looked_for_in_titles_references_and_every_name_of_those_taking_part(arrangement, words, office):
    make_agreement(office, title="Memorandum on prisons")
    assert list(Agreement.objects.search(words)) == [arrangement]


@pytest.mark.parametrize("words", ["organised prisons", "europol interpol", "%", "LIS-MOU"])
def test_all_words_must_be_there(arrangement, words):
    assert not Agreement.objects.search(words).exists()


def test_an_agreement_is_found_by_the_name_a_party_took_on_later(arrangement, europol, olga):
    change_institution(by=acting(olga), institution=europol, names=[NewName("EU Agency for Police", "en")])
    assert list(Agreement.objects.search("agency")) == [arrangement]


def test_a_new_title_is_found_and_the_old_one_no_longer(arrangement, olga):
    change_agreement(by=acting(olga), agreement=arrangement, titles={"en": "Arrangement on arms"})
    assert list(Agreement.objects.search("arms")) == [arrangement]
    assert not Agreement.objects.search("organised").exists()


def found(person, **query) -> list[Agreement]:
    request = RequestFactory().get("/")
    request.user = person
    return list(filtered(AgreementFilter, Agreement.objects.visible_to(person), query, request).order_by("id"))


class TestFilters:
    """Each narrows the list to what it says."""

    @pytest.fixture
    def other(self, office):
        return make_agreement(office, stage="signed", since=dt.date(2026, 1, 1))

    def test_by_stage_kind_and_office_several_values_meaning_any(self, arrangement, other, olga):
        assert found(olga, stage=["signed"]) == [other]
        assert found(olga, stage=["signed", "proposed"]) == [arrangement, other]
        assert found(olga, kind=["working_arrangement"]) == [arrangement]
        assert found(olga, office="OSL") == []

    def test_by_country_and_institution_of_a_party(self, arrangement, other, olga, sspc):
        assert found(olga, country=["MX", "ES"]) == [arrangement]
        assert found(olga, institution=sspc.uid) == [arrangement]

    def test_by_a_subject_and_all_below_it(self, arrangement, other, olga):
        crime = make_subject("organised-crime")
        arms = make_subject("arms", parent=crime)
        change_agreement(by=acting(olga), agreement=arrangement, subjects=[arms])
        assert found(olga, subject="organised-crime") == found(olga, subject="arms") == [arrangement]
        assert found(olga, subject="prisons") == []

    def test_by_the_institution_whose_approval_is_waited_for(self, office, olga, arrangement):
        pending, steps = make_pending_agreement(office)
        assert found(olga, waiting_on=steps[0].case.institution.uid) == [pending]
        lay_out_approval(arrangement)
        assert found(olga, waiting_on=arrangement.parties.first().institution.uid) == []

    def test_by_dates_the_first_day_is_in_and_the_last_is_not(self, arrangement, other, olga):
        assert found(olga, stage_since_from="2026-01-01", stage_since_before="2026-02-02") == [other]
        assert found(olga, stage_since_from="2026-01-02") == [arrangement]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("stage", ["in_force"]),
            ("kind", ["x"]),
            ("country", ["Mexico"]),
            ("institution", "europol"),
            ("stage_since_from", "yesterday"),
            ("stage_since_before", "2026-02-30"),
            ("q", "nul\x00"),
        ],
    )
    def test_a_value_that_cannot_be_is_no_input(self, olga, name, value):
        with invalid(name):
            found(olga, **{name: value})


class TestCost:
    """The number of queries does not grow with the number of rows."""

    def fill(self, office, number):
        for _each in range(number):
            agreement, _steps = make_pending_agreement(office, subjects=[make_subject()])
            make_act(agreement)

    @pytest.mark.parametrize("number", [1, 6])
    def test_of_a_list(self, office, olga, number, django_assert_num_queries):
        self.fill(office, number)
        assert olga.roles_by_office
        with django_assert_num_queries(2):
            rows = Agreement.objects.visible_to(olga).for_list()
            page = page_of(rows, order=ORDERS[0], cursor="", limit=50)
            for row in page.rows:
                assert (row.office.code, [str(party) for party in row.parties.all()], row.officer) != ("", [], "")
        assert len(page.rows) == number

    @pytest.mark.parametrize("number", [1, 6])
    def test_of_all_that_a_page_shows(self, office, olga, number, django_assert_num_queries):
        self.fill(office, number)
        assert olga.roles_by_office
        with django_assert_num_queries(9):
            for row in agreement_page(olga).order_by("id"):
                assert len(facts_of(row).parties) == 2
                assert next_steps(row)
                for case in row.approval_subject.cases.all():
                    assert case.state_label
                    assert [str(step) for step in case.steps.all()]
                assert [str(act.party) for act in row.acts.all()]
                assert [str(link.subject) for link in row.subject_links.all()]
