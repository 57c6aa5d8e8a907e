"""Pages of approvals."""

from django.urls import path

from approvals.web.adding import add_step
from approvals.web.bulk import approve_several
from approvals.web.cases import case, case_deed
from approvals.web.conditions import confirm
from approvals.web.deciding import decide, dispense
from approvals.web.links import links, revoke, send_again
from approvals.web.listing import waiting
from approvals.web.news import mark_read, news
from approvals.web.outside import evidence, record
from approvals.web.overview import overview
from approvals.web.public import decide_by_link, decided_by_link
from approvals.web.routes import change, move, remove, route
from approvals.web.substitutes import absence, delegate, end_away, revoke_power, substitutes

app_name = "approvals"
urlpatterns = [
    path("", waiting, name="list"),
    path("several/", approve_several, name="bulk"),
    path("whom/", overview, name="overview"),
    path("news/", news, name="news"),
    path("news/read/", mark_read, name="news_read"),
    path("substitutes/", substitutes, name="substitutes"),
    path("substitutes/delegate/", delegate, name="delegate"),
    path("substitutes/absence/", absence, name="absence"),
    path("delegations/<uuid:uid>/revoke/", revoke_power, name="revoke_power"),
    path("absences/<uuid:uid>/end/", end_away, name="end_away"),
    path("steps/<uuid:uid>/", decide, name="decide"),
    path("steps/<uuid:uid>/dispense/", dispense, name="dispense"),
    path("steps/<uuid:uid>/conditions/", confirm, name="confirm"),
    path("steps/<uuid:uid>/edit/", change, name="change_step"),
    path("steps/<uuid:uid>/remove/", remove, name="remove_step"),
    path("steps/<uuid:uid>/move/", move, name="move_step"),
    path("steps/<uuid:uid>/outside/", record, name="record_outside"),
    path("decisions/<uuid:uid>/evidence/", evidence, name="evidence"),
    path("steps/<uuid:uid>/links/", links, name="links"),
    path("links/<uuid:uid>/send/", send_again, name="send_link_again"),
    path("links/<uuid:uid>/revoke/", revoke, name="revoke_link"),
    path("decide/<str:token>/", decide_by_link, name="public"),
    path("decide/<str:token>/done/", decided_by_link, name="public_done"),
    path("cases/<uuid:uid>/route/", route, name="route"),
    path("cases/<uuid:uid>/steps/new/", add_step, name="add_step"),
    path("cases/<uuid:uid>/", case, name="case"),
    path("cases/<uuid:uid>/<slug:deed>/", case_deed, name="case_deed"),
]
