"""The schema, and a page to read and try it. Both are public: they tell nothing that the register holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.renderers import JSONRenderer

_FORMATS = {"json": "application/json", "yaml": "application/yaml"}


@cache
def published_schema() -> dict[str, Any]:
    """The OpenAPI document, in English, made once for each process."""
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


class _JSON(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"


class _YAML(OpenApiYamlRenderer):
    media_type = "application/yaml"
    format = "yaml"


class _OpenApiYAML(_YAML):
    media_type = "application/vnd.oai.openapi"


class FormatNegotiation(DefaultContentNegotiation):
    """By `?format=json` or `?format=yaml`, else by `Accept`."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and what its answer is called."""
        wanted = request.query_params.get("format", "")
        chosen = [each for each in renderers if each.format == wanted]
        if chosen:
            return chosen[0], chosen[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class SchemaView(APIView):
    """The OpenAPI 3.1 document, as JSON or YAML."""

    schema = None
    permission_classes = [AllowAny]
    authentication_classes = []
    content_negotiation_class = FormatNegotiation
    renderer_classes = [JSONRenderer, _JSON, _YAML, _OpenApiYAML]
    metadata_class = None

    def get(self, request: Request) -> Response:
        """The document."""
        return Response(published_schema())


@ensure_csrf_cookie
def documentation_page(request: HttpRequest) -> HttpResponse:
    """Swagger UI from our own host, under the same policy as every page."""
    return render(request, "core/api_documentation.html")
