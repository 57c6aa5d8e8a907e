"""Addresses of agreements in the API."""

from django.urls import include, path

from agreements.api import clauses, documents, force, parts, quality, relations, views

_CLAUSE = "clauses/<uuid:clause>/"
_DOCUMENT = "documents/<uuid:document>/"
_STEP = "approvals/<uuid:step>/"

_one = [
    path("", views.AgreementDetailView.as_view(), name="agreement"),
    path("history/", views.AgreementHistoryView.as_view(), name="agreement_history"),
    path("transitions/", views.AgreementTransitionsView.as_view(), name="agreement_transitions"),
    path("force/", force.AgreementForceView.as_view(), name="agreement_force"),
    path("acts/", parts.ActListView.as_view(), name="agreement_acts"),
    path("acts/<uuid:act>/", parts.ActView.as_view(), name="agreement_act"),
    path("acts/<uuid:act>/choose/", parts.ChoiceView.as_view(), name="agreement_act_choice"),
    path("acts/<uuid:act>/corrections/", parts.CorrectionView.as_view(), name="agreement_corrections"),
    path("clauses/", clauses.ClauseListView.as_view(), name="agreement_clauses"),
    path(_CLAUSE, clauses.ClauseView.as_view(), name="agreement_clause"),
    path(f"{_CLAUSE}corrections/", clauses.ClauseCorrectionView.as_view(), name="agreement_clause_corrections"),
    path(f"{_CLAUSE}repeal/", clauses.ClauseRepealView.as_view(), name="agreement_clause_repeal"),
    path(f"{_CLAUSE}withdrawal/", clauses.ClauseWithdrawalView.as_view(), name="agreement_clause_withdrawal"),
    path("relations/", relations.RelationListView.as_view(), name="agreement_relations"),
    path("relations/<uuid:relation>/", relations.RelationView.as_view(), name="agreement_relation"),
    path("family/", relations.FamilyView.as_view(), name="agreement_family"),
    path("documents/", documents.DocumentListView.as_view(), name="agreement_documents"),
    path(_DOCUMENT, documents.DocumentView.as_view(), name="agreement_document"),
    path(f"{_DOCUMENT}versions/", documents.DocumentVersionsView.as_view(), name="agreement_document_versions"),
    path(f"{_DOCUMENT}withdrawal/", documents.DocumentWithdrawalView.as_view(), name="agreement_document_withdrawal"),
    path(f"{_DOCUMENT}content/", documents.DocumentContentView.as_view(), name="agreement_document_content"),
    path("approvals/", parts.AgreementApprovalListView.as_view(), name="agreement_approvals"),
    path("approvals/routes/", parts.AgreementRouteView.as_view(), name="agreement_routes"),
    path(_STEP, parts.AgreementApprovalView.as_view(), name="agreement_approval"),
    path(f"{_STEP}decisions/", parts.AgreementDecisionView.as_view(), name="agreement_decisions"),
    path(f"{_STEP}conditions/", parts.AgreementConditionsView.as_view(), name="agreement_conditions"),
]
urlpatterns = [
    path("data-quality/", quality.DataQualityView.as_view(), name="data_quality"),
    path("agreements/", views.AgreementListView.as_view(), name="agreements"),
    path("agreements/<str:reference>/", include(_one)),
]
