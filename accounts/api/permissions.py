"""How far a caller's token reaches. What the person may do is for the policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

from accounts.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView


class InsufficientScope(PermissionDenied):
    """A token for reading was used to write (403, RFC 6750)."""

    default_code = "insufficient_scope"
    default_detail = _("This token only reads. Use one with the scope “write”.")
    auth_header = 'Bearer realm="entente", error="insufficient_scope", scope="write"'


class IsSignedInWithScope(IsAuthenticated):
    """Somebody is signed in, and a token used for a change has the scope for it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """False for nobody. Raises `InsufficientScope`."""
        if not super().has_permission(request, view):
            return False
        reads_only = isinstance(request.auth, ApiToken) and request.auth.scope == ApiToken.Scope.READ
        if reads_only and request.method not in SAFE_METHODS:
            raise InsufficientScope
        return True
