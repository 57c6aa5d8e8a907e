"""Relations of an agreement, and its family."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from agreements.actions.relations import change_relation, relate_agreements, unrelate_agreements
from agreements.api.relation_inputs import RelationChangeInput, RelationInput
from agreements.api.relation_items import Family, RelationItem, family_member, relation_item, relations
from agreements.api.representations import AGREEMENT
from agreements.api.views import AgreementView
from agreements.models import Agreement, Relation
from agreements.policies import can_keep
from agreements.relations import Related, family_of, relations_of
from core.api.concurrency import expected_version
from core.api.hints import Components, Schema, schema_of
from core.api.lists import page_schema
from core.api.operations import Operation, answers
from core.api.parameters import Parameter, naming_parameters
from core.errors import NotVisible, require

_REASON = Parameter("reason", "Why, for the history.", {"type": "string", "minLength": 1})


def _page_of_relations(components: Components) -> Schema:
    return page_schema("RelationItemPage", schema_of(RelationItem, components), components, counts=False)


class RelationsView(AgreementView):
    """The relations of an agreement."""

    def find_related(self, record: Agreement, uid: Any) -> Related:
        """The relation of that id as seen from the agreement. Raises `NotVisible`."""
        for each in relations_of([record], self.caller)[record.pk]:
            if each.relation.uid == uid:
                return each
        raise NotVisible

    def find_own(self, record: Agreement) -> Relation:
        """The relation named in the address, where the agreement is its active end. Raises `NotVisible`."""
        related = self.find_related(record, self.kwargs["relation"])
        if not related.is_active:
            raise NotVisible
        return related.relation

    def answer_relation(self, record: Agreement, relation: Relation, *, status: int = 200) -> HttpResponse:
        """A relation after a change, with the agreement's new tag."""
        item = relation_item(self.find_related(record, relation.uid), self.reading)
        headers = {"ETag": self.tag_of(self.find())}
        if status == 201:
            headers["Location"] = f"{self.address(record)}relations/{relation.uid}/"
        return self.answer(item, status=status, headers=headers)


class RelationListView(RelationsView):
    """All relations, and a new one."""

    operations = {
        "GET": Operation(
            "listAgreementRelations",
            "The relations to agreements that the caller may see, from either end.",
            _page_of_relations,
        ),
        "POST": Operation(
            "relateAgreement",
            "Say that the agreement amends, supersedes, implements, is an annex of, renews or is related to another. "
            "Relations that have a direction run in no circle.",
            answers(RelationItem),
            status=201,
            takes=RelationInput,
            problems=(409,),
            is_tagged=True,
            heeds_version=True,
            example={"kind": "amends", "other": "DEMO-WA-2026-0001", "effective_on": "2024-05-01", "note": "Article 4"},
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """Every one. An agreement has few, so they come on one page."""
        record = self.find()
        self.check_parameters()
        found = relations([record], self.reading)[record.pk]
        return self.answer({"results": found, "next": None, "previous": None})

    def post(self, request: Request, **_key: Any) -> HttpResponse:
        """Add one."""
        record = self.find()
        require(can_keep(self.caller, record))
        version = expected_version(request, record, required=False)
        made = relate_agreements(by=self.by, agreement=record, expected_version=version, **self.take())
        return self.answer_relation(record, made, status=201)


class RelationView(RelationsView):
    """One relation: read from either end, changed and taken away from the agreement that has it."""

    operations = {
        "GET": Operation("getAgreementRelation", "One relation.", answers(RelationItem)),
        "PATCH": Operation(
            "changeAgreementRelation",
            "Change from when a relation holds, its note or its source. If-Match is the tag of the agreement.",
            answers(RelationItem),
            takes=RelationChangeInput,
            is_tagged=True,
            needs_version=True,
            example={"effective_on": "2024-06-01", "reason": "As published"},
        ),
        "DELETE": Operation(
            "unrelateAgreement",
            "Take a relation away; the history keeps it. If-Match is the tag of the agreement, which is answered.",
            answers(AGREEMENT),
            parameters=(_REASON,),
            is_tagged=True,
            needs_version=True,
        ),
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The relation."""
        related = self.find_related(self.find(), self.kwargs["relation"])
        self.check_parameters()
        return self.answer(relation_item(related, self.reading))

    def patch(self, request: Request, **_key: Any) -> HttpResponse:
        """Change it. Giving nothing to change changes nothing."""
        record = self.find()
        relation = self.find_own(record)
        require(can_keep(self.caller, record))
        version = expected_version(request, record)
        given = self.take(is_change=True)
        if set(given) - {"reason"}:
            change_relation(by=self.by, relation=relation, expected_version=version, **given)
        return self.answer_relation(record, relation)

    def delete(self, request: Request, **_key: Any) -> HttpResponse:
        """Take it away."""
        record = self.find()
        relation = self.find_own(record)
        require(can_keep(self.caller, record))
        version = expected_version(request, record)
        self.check_parameters()
        reason = request.query_params.get("reason", "")
        with naming_parameters():
            unrelate_agreements(by=self.by, relation=relation, reason=reason, expected_version=version)
        return self.answer_again(record)


class FamilyView(AgreementView):
    """The family of an agreement."""

    operations = {
        "GET": Operation(
            "getAgreementFamily",
            "The agreements that hang together with this one, each below the one that it amends, supersedes, "
            "implements, is an annex of or renews; as far as the caller may see them.",
            answers(Family),
        )
    }

    def get(self, request: Request, **_key: Any) -> HttpResponse:
        """The family as a tree is read."""
        record = self.find()
        self.check_parameters()
        return self.answer({"results": [family_member(kin, self.reading) for kin in family_of(record, self.caller)]})
