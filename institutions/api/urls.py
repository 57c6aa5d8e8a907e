"""Addresses of institutions in the API."""

from django.urls import path

from institutions.api import views

urlpatterns = [
    path("institutions/", views.InstitutionListView.as_view(), name="institutions"),
    path("institutions/<uuid:uid>/", views.InstitutionDetailView.as_view(), name="institution"),
    path("institutions/<uuid:uid>/history/", views.InstitutionHistoryView.as_view(), name="institution_history"),
]
