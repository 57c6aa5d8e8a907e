"""Every address under /api/. Each app declares its own resources; here they are joined."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponsePermanentRedirect
from django.urls import ResolverMatch, URLPattern, URLResolver, include, is_valid_path, path, re_path
from django.views.decorators.csrf import csrf_exempt

from core.api.documentation import SchemaView, documentation_page
from core.problems import problem_page


@csrf_exempt
def no_such_address(request: HttpRequest, **_rest: str) -> HttpResponse:
    """404 as a problem document. Where only the last slash is missing, say where to go, keeping method and body."""
    if not request.path.endswith("/") and _is_resource(f"{request.path_info}/"):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True), preserve_request=True)
    return problem_page(request, 404)


def _is_resource(address: str) -> bool:
    match = is_valid_path(address)
    return isinstance(match, ResolverMatch) and match.func is not no_such_address


_version_1: list[URLPattern | URLResolver] = [
    path("", include("institutions.api.urls")),
    path("", include("agreements.api.urls")),
    path("", include("activities.api.urls")),
    path("", include("approvals.api.urls")),
    path("", include("dashboard.api.urls")),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", documentation_page, name="docs"),
]
urlpatterns = [
    path("v1/", include((_version_1, "api"))),
    re_path(r"^(?P<rest>.*)$", no_such_address),
]
