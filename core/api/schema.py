"""The OpenAPI schema, from what the views declare."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from core.api.hints import Components, Schema, reference
from core.api.operations import NoBody, Operation
from core.problems import MEDIA_TYPE

_PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "The kind of problem.",
            "examples": ["urn:entente:problem:refused"],
        },
        "title": {"type": "string", "description": "The kind in words.", "examples": ["Not possible as things stand"]},
        "status": {"type": "integer", "examples": [409]},
        "detail": {
            "type": "string",
            "description": "What went wrong this time.",
            "examples": ["Approval is still pending on the side of: Europol."],
        },
        "instance": {
            "type": "string",
            "description": "The path that was asked for.",
            "examples": ["/api/v1/agreements/DEMO-WA-2026-0001/transitions/"],
        },
        "errors": {"type": "array", "items": reference("ProblemFault")},
        "present": {"type": "object", "description": "Of some refusals (409): what was to be changed, as it is now."},
    },
    "required": ["type", "title", "status", "detail", "instance", "errors"],
}
_FAULT: Schema = {
    "type": "object",
    "description": "One thing wrong: a field of the body, a parameter, or a condition that is not met.",
    "properties": {
        "pointer": {"type": "string", "description": "Where in the body (JSON pointer).", "examples": ["#/titles"]},
        "parameter": {"type": "string", "description": "Which parameter of the query."},
        "detail": {"type": "string", "description": "A sentence in the caller's language."},
        "code": {"type": "string", "description": "A stable name, such as approval_pending."},
    },
    "required": ["detail", "code"],
}
_MEANINGS = {
    400: "Something in the request cannot be taken",
    401: "No token, or one that is not usable",
    403: "Not allowed to this caller, or not with this token",
    404: "No such record, or none that the caller may see",
    409: "Refused: `errors` lists every condition that is not met",
    413: "The file is larger than is taken",
    507: "The office has no room left for the file",
    412: "The record has changed since the version named in If-Match",
    428: "If-Match is missing",
}
_OTHERS = "Any other failure, such as 405, 406, 413, 415 or 429"
_WAYS_IN: dict[str, Schema] = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token; changes need the scope “write”."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "For this page; changes need X-CSRFToken.",
    },
}
_TAG_HEADER = {"ETag": {"schema": {"type": "string"}, "description": "Names this version; send it as If-Match."}}
_CONDITION = "The ETag of the record as read, or *."


class AutoSchema(SpectacularSchema):
    """One operation as its view declares it."""

    view: Any

    @property
    def declared(self) -> Operation:
        """See `core.api.operations`."""
        return self.view.operations[self.method]

    def get_operation_id(self) -> str:
        """The operation's name."""
        return self.declared.name

    def get_summary(self) -> str:
        """What it does, in one sentence."""
        return self.declared.about.split(". ")[0].removesuffix(".")

    def get_description(self) -> str:  # type: ignore[override]
        """What it does."""
        return self.declared.about

    def get_tags(self) -> list[str]:
        """The type of record."""
        return [self.view.tag]

    def get_override_parameters(self) -> list[Any]:
        """The declared parameters, and the headers about versions."""
        parameters = [
            OpenApiParameter(
                each.name, each.schema, OpenApiParameter.QUERY, description=each.about, explode=each.several or None
            )
            for each in self.declared.parameters
        ]
        if self.declared.needs_version or self.declared.heeds_version:
            parameters.append(self._header("If-Match", required=self.declared.needs_version))
        if self.declared.is_tagged and self.method == "GET":
            parameters.append(self._header("If-None-Match", required=False))
        return parameters

    def get_auth(self) -> list[Schema]:
        """A token, or the session of a signed-in browser."""
        for name, scheme in _WAYS_IN.items():
            component = ResolvedComponent(name=name, type=ResolvedComponent.SECURITY_SCHEMA, object=name, schema=scheme)
            self.registry.register_on_missing(component)
        return [{name: []} for name in _WAYS_IN]

    def get_response_serializers(self) -> Any:
        """None: see `_get_response_bodies`."""
        return {self.declared.status: None}

    def get_request_serializer(self) -> Any:
        """The input."""
        return None if self.declared.takes is NoBody else self.declared.takes

    def get_examples(self) -> list[OpenApiExample]:
        """An example of the body."""
        if not self.declared.example:
            return []
        example, media_type = dict(self.declared.example), self.map_parsers()[0]
        return [OpenApiExample("Example", value=example, request_only=True, media_type=media_type)]

    def _get_response_bodies(self, direction: str = "response") -> Schema:
        components: Components = {"Problem": _PROBLEM, "ProblemFault": _FAULT}
        answer = self.declared.answers(components)
        for name, schema in components.items():
            self._publish(name, schema)
        content = {media_type: {"schema": answer} for media_type in self.declared.answers_in}
        good: Schema = {"description": "Done", "content": content}
        if self.declared.is_tagged:
            good["headers"] = _TAG_HEADER
        problems = {str(status): _problem(_MEANINGS[status]) for status in sorted(self._problems())}
        problems["4XX"] = _problem(_OTHERS)
        if self.method == "GET" and self.declared.is_tagged:
            problems = {"304": {"description": "Unchanged: the caller has it"}, **problems}
        return {str(self.declared.status): good, **problems}

    def _problems(self) -> set[int]:
        statuses = {400, 401, *self.declared.problems}
        if "{" in self.path:
            statuses.add(404)
        if self.method != "GET":
            statuses.add(403)
        if self.declared.needs_version:
            statuses |= {412, 428}
        if self.declared.heeds_version:
            statuses.add(412)
        return statuses

    def _publish(self, name: str, schema: Schema) -> None:
        self.registry.register_on_missing(
            ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)
        )

    def _header(self, name: str, *, required: bool) -> OpenApiParameter:
        return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=_CONDITION)


def _problem(meaning: str) -> Schema:
    return {"description": meaning, "content": {MEDIA_TYPE: {"schema": reference("Problem")}}}
