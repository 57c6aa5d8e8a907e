"""Addresses of the dashboard's resources in the API."""

from django.urls import path

from dashboard.api.search import SearchView

urlpatterns = [path("search/", SearchView.as_view(), name="search")]
