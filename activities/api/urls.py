"""Addresses of activities, programmes and memberships in the API."""

from django.urls import include, path

from activities.api import membership_views, programme_views, views

_STEP = "approvals/<uuid:step>/"

_activity = [
    path("", views.ActivityDetailView.as_view(), name="activity"),
    path("history/", views.ActivityHistoryView.as_view(), name="activity_history"),
    path("transitions/", views.ActivityTransitionsView.as_view(), name="activity_transitions"),
    path("approvals/", views.ActivityApprovalListView.as_view(), name="activity_approvals"),
    path("approvals/routes/", views.ActivityRouteView.as_view(), name="activity_routes"),
    path(_STEP, views.ActivityApprovalView.as_view(), name="activity_approval"),
    path(f"{_STEP}decisions/", views.ActivityDecisionView.as_view(), name="activity_decisions"),
    path(f"{_STEP}conditions/", views.ActivityConditionsView.as_view(), name="activity_conditions"),
]
_membership = [
    path("", membership_views.MembershipDetailView.as_view(), name="membership"),
    path("history/", membership_views.MembershipHistoryView.as_view(), name="membership_history"),
    path("transitions/", membership_views.MembershipTransitionsView.as_view(), name="membership_transitions"),
    path("approvals/", membership_views.MembershipApprovalListView.as_view(), name="membership_approvals"),
    path("approvals/routes/", membership_views.MembershipRouteView.as_view(), name="membership_routes"),
    path(_STEP, membership_views.MembershipApprovalView.as_view(), name="membership_approval"),
    path(f"{_STEP}decisions/", membership_views.MembershipDecisionView.as_view(), name="membership_decisions"),
    path(f"{_STEP}conditions/", membership_views.MembershipConditionsView.as_view(), name="membership_conditions"),
]
urlpatterns = [
    path("activities/", views.ActivityListView.as_view(), name="activities"),
    path("activities/<str:reference>/", include(_activity)),
    path("programmes/", programme_views.ProgrammeListView.as_view(), name="programmes"),
    path("programmes/<str:code>/", programme_views.ProgrammeDetailView.as_view(), name="programme"),
    path("programmes/<str:code>/history/", programme_views.ProgrammeHistoryView.as_view(), name="programme_history"),
    path("memberships/", membership_views.MembershipListView.as_view(), name="memberships"),
    path("memberships/<uuid:uid>/", include(_membership)),
]
