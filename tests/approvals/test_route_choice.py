"""Which templates are proposed for a side, and what their conditions say."""

import pytest
from django.utils import translation

from approvals.condition_words import say_condition
from approvals.models import RouteTemplate
from approvals.route_choice import other_templates, side_of, templates_for
from tests.factories import make_activity, make_agreement, make_institution, make_membership, make_route_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def europol():
    return make_institution("Europol Agency", kind="eu_agency", country="")


@pytest.fixture
def sspc():
    return make_institution("Secretariat of Security", kind="ministry", country="MX")


def proposed(agreement, institution=None, kind="agreement") -> list[str]:
    subject = agreement.approval_subject
    return [each.code for each in templates_for(side_of(subject, institution), subject_kind=kind)]


def test_each_side_of_a_working_arrangement_is_proposed_its_own_route(office, europol, sspc):
    agreement = make_agreement(office, kind="working_arrangement", parties=[europol, sspc])
    assert proposed(agreement, europol) == ["europol-working-arrangement"]
    assert proposed(agreement, sspc) == ["mexican-inter-institutional-agreement"]


def test_the_most_specific_comes_first(office, sspc):
    agreement = make_agreement(office, kind="memorandum_of_understanding", parties=[sspc, make_institution()])
    make_route_template("of-this-office", office=office)
    make_route_template("of-all")
    assert proposed(agreement, sspc) == [
        "mexican-inter-institutional-agreement", "of-this-office", "simple-memorandum", "of-all",
    ]  # fmt: skip


def test_one_out_of_use_or_of_another_office_is_not_proposed(office, other_office, europol):
    agreement = make_agreement(office, kind="working_arrangement", parties=[europol, make_institution()])
    RouteTemplate.objects.filter(code="europol-working-arrangement").update(is_active=False)
    make_route_template("elsewhere", office=other_office)
    assert proposed(agreement, europol) == []


def test_those_meant_for_other_sides_can_be_chosen_too_but_not_another_offices(office, other_office, europol):
    agreement = make_agreement(office, kind="working_arrangement", parties=[europol, make_institution()])
    make_route_template("elsewhere", office=other_office)
    others = other_templates(side_of(agreement.approval_subject, europol), subject_kind="agreement")
    assert {each.code for each in others} == {"mexican-inter-institutional-agreement", "simple-memorandum"}


def test_activities_are_proposed_the_head_of_office_and_memberships_nothing_of_theirs(office):
    assert proposed(make_activity(office), kind="activity") == ["activity"]
    assert proposed(make_membership(office), kind="membership") == []


def test_the_steps_come_along_in_a_fixed_number_of_queries(office, sspc, django_assert_num_queries):
    agreement = make_agreement(office, kind="memorandum_of_understanding", parties=[sspc, make_institution()])
    side = side_of(agreement.approval_subject, sspc)
    with django_assert_num_queries(2):
        found = templates_for(side, subject_kind="agreement")
        assert [step.name for each in found for step in each.steps.all()] == [
            "Legal opinion – Secretaría de Relaciones Exteriores",
            "Registered – Secretaría de Relaciones Exteriores",
            "Legal opinion",
            "Executive approval",
        ]


def test_seeded_templates_are_in_both_languages_and_say_where_they_are_from():
    seeded = RouteTemplate.objects.order_by("code")
    assert {each.code for each in seeded} == {
        "activity", "europol-working-arrangement", "mexican-inter-institutional-agreement", "simple-memorandum",
    }  # fmt: skip
    for template in seeded:
        template.full_clean()
        assert set(template.names) == {"en", "es"}
        assert template.source or "not taken from a rule" in template.source_note
        for step in template.steps.all():
            step.full_clean()


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({}, ""),
        ({"personal_data": ["yes"]}, "Only if personal data is exchanged"),
        (
            {"personal_data": ["yes", "unknown"]},
            "Only if personal data is exchanged or it is not stated whether personal data is exchanged",
        ),
        (
            {"personal_data": ["yes"], "legal_basis": ["missing"]},
            "Only if personal data is exchanged and no legal basis is stated",
        ),
        ({"kind": ["treaty", "protocol"]}, "Only if the kind is “Treaty” or “Protocol”"),
        ({"colour": ["red"]}, "Only if colour: “red”"),
    ],
)
def test_conditions_are_said_in_words(condition, words):
    with translation.override("en"):
        assert say_condition(condition, subject_kind="agreement") == words
