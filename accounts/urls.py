"""One's own account."""

from django.urls import path

from accounts.web.choosing import suggestions
from accounts.web.language import switch_language
from accounts.web.preferences import preferences
from accounts.web.tokens import revoke, tokens

app_name = "accounts"
urlpatterns = [
    path("language/", switch_language, name="set_language"),
    path("preferences/", preferences, name="preferences"),
    path("people/", suggestions, name="people"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", revoke, name="revoke_token"),
]
