"""Health pages for load balancers and monitoring: no log-in, never cached, JSON."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.health import Finding, readiness, whole_health


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers. A failing one should be started again."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when this process can serve requests: the database answers and fits the code. A load balancer asks this."""
    return _answer(readiness())


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when everything is there, worker and beat too; 503 and the reasons otherwise. Monitoring asks this."""
    return _answer(whole_health())


def _answer(findings: Iterable[Finding]) -> HttpResponse:
    found = list(findings)
    is_ok = all(finding.is_ok for finding in found)
    status = HTTPStatus.OK if is_ok else HTTPStatus.SERVICE_UNAVAILABLE
    checks = {finding.part: _described(finding) for finding in found}
    answer = JsonResponse({"status": "ok" if is_ok else "failing", "checks": checks}, status=status)
    # A 503 is the answer here, not a fault of ours to log at every question. The types do not know Django's own mark.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _described(finding: Finding) -> dict[str, bool | int | str]:
    described: dict[str, bool | int | str] = {"ok": finding.is_ok}
    if finding.reason:
        described["reason"] = finding.reason
    if finding.reported is not None:
        described["reported_seconds_ago"] = finding.reported
    return described
