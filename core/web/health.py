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
    checks = {
        finding.part: {"ok": True} if finding.is_ok else {"ok": False, "reason": finding.reason} for finding in findings
    }
    is_ok = all(check["ok"] for check in checks.values())
    status = HTTPStatus.OK if is_ok else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ok else "failing", "checks": checks}, status=status)
