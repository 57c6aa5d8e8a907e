"""Every operation keeps to the published schema, whatever it is sent: tried with made-up requests (schemathesis).

Addresses name records there are, and every change says `If-Match: *`, so that the requests come far. One check is left
out, that all input fitting the schema is taken: a body may name records there are not.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.models import Role
from approvals.actions import NewCondition, decide_step, delegate_decisions, record_absence
from approvals.actions.links import issue_link
from approvals.models import RouteTemplate
from config.wsgi import application
from core.api.documentation import published_schema
from institutions.actions.contacts import NewContact, add_contact
from tests.api.conftest import Caller
from tests.cast import NOW, acting
from tests.factories import (
    lay_out_approval,
    make_act,
    make_activity,
    make_agreement,
    make_case,
    make_clause,
    make_document,
    make_institution,
    make_membership,
    make_office,
    make_pending_agreement,
    make_person,
    make_programme,
    make_relation,
    make_step,
    make_succession,
    maker,
    party_of,
    submit,
)

NEGATIVE = GenerationMode.NEGATIVE
METHODS = ("get", "post", "patch", "delete")
OPERATIONS = [
    (path, method) for path, item in published_schema()["paths"].items() for method in METHODS if method in item
]
# What is wrong in a GET is little and alike everywhere, so `make test` leaves that out.
TRIALS = [
    pytest.param(*operation, mode, marks=[pytest.mark.full] if (operation[1], mode) == ("get", NEGATIVE) else [])
    for operation in OPERATIONS
    for mode in GenerationMode
]


@pytest.fixture(scope="module")
def office(kept_records):
    """One office for all tests here, with the records they need: what a request changes is undone after its test."""
    return make_office()


@pytest.fixture(scope="module")
def people(office):
    """Somebody of each role, and an administrator."""
    people = {role.value: make_person(roles={office: [role]}) for role in Role}
    return {**people, "administrator": make_person(is_superuser=True)}


@pytest.fixture(scope="module")
def headers(people):
    """The headers of each of them."""
    return {name: Caller(person).headers for name, person in people.items()}


def approvals_named(agreement, people):
    """What the addresses of approvals name."""
    step = lay_out_approval(agreement)[0]
    waiting = make_step(step.case, group=2)
    submit(agreement.approval_subject)
    _other, (outside, *_rest) = make_pending_agreement(agreement.office, steps={"is_outside": True})
    contact = NewContact(role="Liaison officer", name="Eva Example", email="eva@example.org")
    contact = add_contact(by=maker(), institution=make_institution(), contact=contact)
    conditions = [NewCondition("The annex is added")]
    approver, head = acting(people["approver"]), acting(people["head"])
    decided = decide_step(by=approver, step=step, outcome="approved_with_conditions", conditions=conditions)
    span = {"first_day": NOW.date(), "last_day": NOW.date()}
    return {
        "approvals": {
            "case": str(step.case.uid),
            "step": str(waiting.uid),
            "sha256": decided.snapshot.sha256,
            "link": str(issue_link(by=head, step=outside, contact=contact).uid),
            "condition": str(decided.conditions.get().uid),
        },
        "delegations": {"uid": str(delegate_decisions(by=head, delegate=people["approver"], **span).uid)},
        "absences": {"uid": str(record_absence(by=head, user=people["head"], **span).uid)},
        "route-templates": {"uid": str(RouteTemplate.objects.order_by("id")[0].uid)},
    }


@pytest.fixture(scope="module")
def places(office, people):
    """What the addresses name, by tag and parameter."""
    agreement = make_agreement(office, parties=[make_institution(), make_institution()])
    activity = make_activity(office)
    step = make_step(make_case(activity.approval_subject))
    membership = make_membership(office)
    police = make_institution()
    return {
        "agreements": {
            "reference": agreement.reference,
            "act": str(make_act(agreement, party=party_of(agreement), on="2020").uid),
            "document": str(make_document(agreement).uid),
            "relation": str(make_relation(agreement, make_agreement(office)).uid),
            "clause": str(make_clause(agreement).uid),
            "step": str(lay_out_approval(agreement)[0].uid),
        },
        "activities": {"reference": activity.reference, "step": str(step.uid)},
        "institutions": {
            "uid": str(police.uid),
            "succession": str(make_succession(police, make_institution()).uid),
        },
        "programmes": {"code": make_programme().code},
        "memberships": {"uid": str(membership.uid), "step": str(make_step(make_case(membership.approval_subject)).uid)},
        **approvals_named(make_agreement(office), people),
        "search": {},
    }


@pytest.fixture(scope="module")
def kept_connection():
    """As Django's own test client does: the end of a request does not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def api(kept_connection):
    """The schema, and the product to send requests to."""
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method", "mode"), TRIALS)
def test_every_operation_keeps_to_the_schema(path, method, mode, api, places, headers):
    operation = api[path][method]
    named = {**places[operation.tags[0]], **places.get(path.split("/")[4], {})}

    @given(case=operation.as_strategy(generation_mode=mode), role=st.just("head") | st.sampled_from(sorted(headers)))
    @settings(max_examples=4, suppress_health_check=list(HealthCheck))
    def try_out(case, role):
        if not case.meta.is_negative_at(ParameterLocation.PATH):
            case.path_parameters = {name: named[name] for name in case.path_parameters or {}}
        if case.meta.is_negative_at(ParameterLocation.HEADER):
            case.call_and_validate(excluded_checks=[positive_data_acceptance])
            return
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
        case.call_and_validate(headers=headers[role], excluded_checks=[positive_data_acceptance])

    try_out()
