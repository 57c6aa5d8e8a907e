"""Addresses of activities, programmes and memberships in the API."""

from django.urls import include, path

from activities.api import shared_views, views

_STEP = "approvals/<uuid:step>/"

_activity = [
    path("", views.ActivityDetailView.as_view(), name="activity"),
    path("history/", views.ActivityHistoryView.as_view(), name="activity_history"),
    path("transitions/", views.ActivityTransitionsView.as_view(), name="activity_transitions"),
    path("approvals/", views.ActivityApprovalListView.as_view(), name="activity_approvals"),
    path(_STEP, views.ActivityApprovalView.as_view(), name="activity_approval"),
    path(f"{_STEP}decisions/", views.ActivityDecisionView.as_view(), name="activity_decisions"),
    path(f"{_STEP}conditions/", views.ActivityConditionsView.as_view(), name="activity_conditions"),
]
urlpatterns = [
    path("activities/", views.ActivityListView.as_view(), name="activities"),
    path("activities/<str:reference>/", include(_activity)),
    path("programmes/", shared_views.ProgrammeListView.as_view(), name="programmes"),
    path("programmes/<str:code>/", shared_views.ProgrammeDetailView.as_view(), name="programme"),
    path("programmes/<str:code>/history/", shared_views.ProgrammeHistoryView.as_view(), name="programme_history"),
    path("memberships/", shared_views.MembershipListView.as_view(), name="memberships"),
    path("memberships/<uuid:uid>/", shared_views.MembershipDetailView.as_view(), name="membership"),
    path("memberships/<uuid:uid>/history/", shared_views.MembershipHistoryView.as_view(), name="membership_history"),
]
