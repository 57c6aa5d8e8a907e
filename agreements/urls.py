"""Pages of agreements."""

from django.urls import path

from agreements.web import relations
from agreements.web.acts import correct_act, record_act
from agreements.web.choosing import suggestions
from agreements.web.editing import change, create, register
from agreements.web.listing import agreements
from agreements.web.pages import agreement, history
from agreements.web.stage_change import change_stage
from agreements.web.steps import add_step

app_name = "agreements"
urlpatterns = [
    path("", agreements, name="list"),
    path("new/", create, name="create"),
    path("register/", register, name="register"),
    path("suggestions/", suggestions, name="suggestions"),
    path("<str:reference>/", agreement, name="detail"),
    path("<str:reference>/edit/", change, name="change"),
    path("<str:reference>/stage/", change_stage, name="change_stage"),
    path("<str:reference>/history/", history, name="history"),
    path("<str:reference>/acts/new/", record_act, name="record_act"),
    path("<str:reference>/acts/<uuid:uid>/correct/", correct_act, name="correct_act"),
    path("<str:reference>/parties/<uuid:uid>/steps/new/", add_step, name="add_step"),
    path("<str:reference>/relations/new/", relations.relate, name="relate"),
    path("<str:reference>/relations/<uuid:uid>/edit/", relations.change, name="change_relation"),
    path("<str:reference>/relations/<uuid:uid>/remove/", relations.remove, name="unrelate"),
]
