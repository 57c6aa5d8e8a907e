"""`Authorization: Bearer …` with an API token (RFC 6750)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.actions.tokens import find_token
from accounts.models import ApiToken, User

_SCHEME = "Bearer"


class BearerTokenAuthentication(BaseAuthentication):
    """Finds the person a token acts as. Any other scheme is left to the next authentication."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person and the token. Raises `AuthenticationFailed` for a token that is none or no longer usable."""
        scheme, _space, secret = get_authorization_header(request).partition(b" ")
        if scheme.lower() != _SCHEME.lower().encode():
            return None
        token = find_token(secret=secret.strip().decode("latin-1"), now=timezone.now())
        if token is None:
            raise AuthenticationFailed(_("The token is unknown, expired or revoked."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        error = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'{_SCHEME} realm="entente"{error}'
