"""Addresses the frame of every page links to, for tests that bring pages of their own."""

from django.http import HttpResponse
from django.urls import include, path

_documentation = [path("docs/", lambda request: HttpResponse(), name="docs")]
frame_urls = [
    path("", include("core.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("accounts.log_in_urls")),
    path("api/v1/", include((_documentation, "api"))),
]
