"""Addresses of institutions in the API."""

from django.urls import path

from institutions.api import successions, views

urlpatterns = [
    path("institutions/", views.InstitutionListView.as_view(), name="institutions"),
    path("institutions/<uuid:uid>/", views.InstitutionDetailView.as_view(), name="institution"),
    path("institutions/<uuid:uid>/history/", views.InstitutionHistoryView.as_view(), name="institution_history"),
    path("institutions/<uuid:uid>/successions/", successions.SuccessionListView.as_view(), name="successions"),
    path(
        "institutions/<uuid:uid>/successions/<uuid:succession>/",
        successions.SuccessionView.as_view(),
        name="succession",
    ),
]
