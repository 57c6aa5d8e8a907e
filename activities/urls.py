"""Pages of activities, programmes and memberships."""

from django.urls import path

from activities.web import editing, memberships, pages, programmes, states, steps
from activities.web.listing import activities
from activities.web.listing import programmes as programme_list

app_name = "activities"
urlpatterns = [
    path("", activities, name="list"),
    path("new/", editing.create, name="create"),
    path("register/", editing.register, name="register"),
    path("programmes/", programme_list, name="programmes"),
    path("programmes/new/", programmes.create, name="create_programme"),
    path("programmes/<slug:code>/", pages.programme, name="programme"),
    path("programmes/<slug:code>/edit/", programmes.change, name="change_programme"),
    path("programmes/<slug:code>/history/", pages.programme_history, name="programme_history"),
    path("memberships/new/", memberships.register, name="register_membership"),
    path("memberships/<uuid:uid>/", memberships.membership, name="membership"),
    path("memberships/<uuid:uid>/edit/", memberships.change, name="change_membership"),
    path("memberships/<uuid:uid>/state/", states.membership_state, name="membership_state"),
    path("memberships/<uuid:uid>/history/", memberships.membership_history, name="membership_history"),
    path("memberships/<uuid:uid>/steps/new/", steps.add_membership_step, name="add_membership_step"),
    path("memberships/<uuid:uid>/route/", steps.membership_route, name="membership_route"),
    path("<slug:reference>/", pages.activity, name="detail"),
    path("<slug:reference>/edit/", editing.change, name="change"),
    path("<slug:reference>/state/", states.activity_state, name="state"),
    path("<slug:reference>/steps/new/", steps.add_step, name="add_step"),
    path("<slug:reference>/route/", steps.route, name="route"),
    path("<slug:reference>/history/", pages.history, name="history"),
]
