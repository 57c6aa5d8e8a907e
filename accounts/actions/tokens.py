"""Create, find and revoke API tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from core.actors import Actor
from core.changes import recorded_change
from core.errors import InvalidInput, NotVisible
from core.validation import wrong_values

LIFETIME = dt.timedelta(days=365)
_USE_IS_NOTED_EVERY = dt.timedelta(minutes=1)


def create_token(
    *, by: Actor, user: User, name: str, scope: str = ApiToken.Scope.READ, lifetime: dt.timedelta = LIFETIME
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown this once and never stored.

    Raises `InvalidInput` for an unknown scope, a name empty or too long, or a lifetime outside one day to one year.
    """
    errors = wrong_values(ApiToken, {"name": name})
    if scope not in ApiToken.Scope.values:
        errors["scope"] = [_("Choose read or write.")]
    if not name.strip():
        errors["name"] = [_("Say what the token is for.")]
    if not dt.timedelta(days=1) <= lifetime <= LIFETIME:
        errors["lifetime"] = [_("A token lives between one day and one year.")]
    if errors:
        raise InvalidInput(errors)
    secret = f"ent_{secrets.token_urlsafe(32)}"
    with recorded_change(by=by, reason="API token created"):
        token = ApiToken.objects.create(
            user=user,
            name=name.strip(),
            scope=scope,
            prefix=secret[:8],
            digest=digest_of(secret),
            created_at=by.at,
            expires_at=by.at + lifetime,
        )
    return token, secret


def revoke_token(*, by: Actor, user: User, token_id: int) -> None:
    """End a token of the person's own at once. Raises `NotVisible` for a token that is not theirs."""
    with recorded_change(by=by, reason="API token revoked"):
        if not ApiToken.objects.filter(pk=token_id, user=user, revoked_at=None).update(revoked_at=by.at):
            raise NotVisible(_("No such token."))


def find_token(*, secret: str, now: dt.datetime) -> ApiToken | None:
    """The usable token with this secret, or None; notes its use, at most once a minute."""
    token = ApiToken.objects.usable(now=now).select_related("user").filter(digest=digest_of(secret)).first()
    if token and (token.last_used_at is None or now - token.last_used_at > _USE_IS_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def digest_of(secret: str) -> str:
    """The hex SHA-256 under which a secret is kept. Secrets have 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
