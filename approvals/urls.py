"""Pages of approvals."""

from django.urls import path

from approvals.web.adding import add_step
from approvals.web.conditions import confirm
from approvals.web.deciding import decide, dispense
from approvals.web.listing import waiting
from approvals.web.routes import change, move, remove, route

app_name = "approvals"
urlpatterns = [
    path("", waiting, name="list"),
    path("steps/<uuid:uid>/", decide, name="decide"),
    path("steps/<uuid:uid>/dispense/", dispense, name="dispense"),
    path("steps/<uuid:uid>/conditions/", confirm, name="confirm"),
    path("steps/<uuid:uid>/edit/", change, name="change_step"),
    path("steps/<uuid:uid>/remove/", remove, name="remove_step"),
    path("steps/<uuid:uid>/move/", move, name="move_step"),
    path("cases/<uuid:uid>/route/", route, name="route"),
    path("cases/<uuid:uid>/steps/new/", add_step, name="add_step"),
]
