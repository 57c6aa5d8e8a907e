"""Pages of approvals."""

from django.urls import path

from approvals.web.deciding import confirm, decide, dispense
from approvals.web.listing import waiting

app_name = "approvals"
urlpatterns = [
    path("", waiting, name="list"),
    path("steps/<uuid:uid>/", decide, name="decide"),
    path("steps/<uuid:uid>/dispense/", dispense, name="dispense"),
    path("steps/<uuid:uid>/conditions/", confirm, name="confirm"),
]
