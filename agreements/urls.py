"""Pages of agreements."""

from django.urls import path

from agreements.web import clauses, documents, relations
from agreements.web.acts import choose_act, correct_act, record_act
from agreements.web.choosing import suggestions
from agreements.web.editing import change, create, register
from agreements.web.listing import agreements
from agreements.web.pages import agreement, history
from agreements.web.quality import quality, quality_of_institutions
from agreements.web.stage_change import change_stage
from agreements.web.steps import add_step, route

_DOCUMENT = "<str:reference>/documents/<uuid:uid>/"

app_name = "agreements"
urlpatterns = [
    path("", agreements, name="list"),
    path("new/", create, name="create"),
    path("register/", register, name="register"),
    path("suggestions/", suggestions, name="suggestions"),
    path("quality/", quality, name="quality"),
    path("quality/institutions/", quality_of_institutions, name="quality_of_institutions"),
    path("<str:reference>/", agreement, name="detail"),
    path("<str:reference>/edit/", change, name="change"),
    path("<str:reference>/stage/", change_stage, name="change_stage"),
    path("<str:reference>/history/", history, name="history"),
    path("<str:reference>/acts/new/", record_act, name="record_act"),
    path("<str:reference>/acts/<uuid:uid>/choose/", choose_act, name="choose_act"),
    path("<str:reference>/acts/<uuid:uid>/correct/", correct_act, name="correct_act"),
    path("<str:reference>/parties/<uuid:uid>/steps/new/", add_step, name="add_step"),
    path("<str:reference>/parties/<uuid:uid>/route/", route, name="route"),
    path("<str:reference>/clauses/", clauses.clauses, name="clauses"),
    path("<str:reference>/clauses/new/", clauses.state, name="state_clause"),
    path("<str:reference>/clauses/<uuid:uid>/amend/", clauses.amend, name="amend_clause"),
    path("<str:reference>/clauses/<uuid:uid>/correct/", clauses.correct, name="correct_clause"),
    path("<str:reference>/clauses/<uuid:uid>/repeal/", clauses.repeal, name="repeal_clause"),
    path("<str:reference>/clauses/<uuid:uid>/withdraw/", clauses.withdraw, name="withdraw_clause"),
    path("<str:reference>/documents/new/", documents.add, name="add_document"),
    path(f"{_DOCUMENT}edit/", documents.change, name="change_document"),
    path(f"{_DOCUMENT}versions/new/", documents.add_new_version, name="add_document_version"),
    path(f"{_DOCUMENT}withdraw/", documents.withdraw, name="withdraw_document"),
    path(f"{_DOCUMENT}file/", documents.download, name="download"),
    path(f"{_DOCUMENT}file/<int:number>/", documents.download, name="download_version"),
    path("<str:reference>/relations/new/", relations.relate, name="relate"),
    path("<str:reference>/relations/<uuid:uid>/edit/", relations.change, name="change_relation"),
    path("<str:reference>/relations/<uuid:uid>/remove/", relations.remove, name="unrelate"),
]
