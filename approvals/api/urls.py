"""Addresses of approvals in the API."""

from django.urls import URLPattern, URLResolver, include, path

from approvals.api import bulk, cases, deciding, links, news, statistics, steps, substitutes, templates, waiting

_case = [
    path("", cases.OneCaseView.as_view(), name="approval_case"),
    path("snapshots/<str:sha256>/", cases.SnapshotView.as_view(), name="approval_snapshot"),
    path("submissions/", cases.SubmissionsView.as_view(), name="approval_submissions"),
    path("withdrawals/", cases.WithdrawalsView.as_view(), name="approval_withdrawals"),
    path("lapses/", cases.LapsesView.as_view(), name="approval_lapses"),
    path("reopenings/", cases.ReopeningsView.as_view(), name="approval_reopenings"),
    path("route/", cases.CaseRouteView.as_view(), name="approval_route"),
    path("steps/", cases.CaseStepsView.as_view(), name="approval_steps"),
]
_step = [
    path("", steps.OneStepView.as_view(), name="approval_step"),
    path("decisions/", deciding.StepDecisionsView.as_view(), name="approval_decisions"),
    path("outside-decisions/", deciding.OutsideDecisionsView.as_view(), name="approval_outside_decisions"),
    path("dispensations/", deciding.DispensationsView.as_view(), name="approval_dispensations"),
    path("conditions/", deciding.StepConditionsView.as_view(), name="approval_step_conditions"),
    path("links/", links.LinkListView.as_view(), name="approval_links"),
]
_approvals: list[URLPattern | URLResolver] = [
    path("", waiting.WaitingView.as_view(), name="approvals"),
    path("decisions/", bulk.BulkDecisionsView.as_view(), name="approval_bulk"),
    path("news/", news.NewsView.as_view(), name="approval_news"),
    path("news/read/", news.NewsReadView.as_view(), name="approval_news_read"),
    path("statistics/", statistics.StatisticsView.as_view(), name="approval_statistics"),
    path("cases/<uuid:case>/", include(_case)),
    path("steps/<uuid:step>/", include(_step)),
    path("conditions/<uuid:condition>/meetings/", deciding.ConditionMeetingsView.as_view(), name="condition_meetings"),
    path("links/<uuid:link>/revocations/", links.RevocationsView.as_view(), name="approval_link_revocations"),
    path("links/<uuid:link>/letters/", links.LettersView.as_view(), name="approval_link_letters"),
    path("route-templates/", templates.TemplateListView.as_view(), name="route_templates"),
    path("route-templates/<uuid:uid>/", templates.TemplateDetailView.as_view(), name="route_template"),
    path("delegations/", substitutes.DelegationListView.as_view(), name="delegations"),
    path("delegations/<uuid:uid>/", substitutes.DelegationView.as_view(), name="delegation"),
    path("absences/", substitutes.AbsenceListView.as_view(), name="absences"),
    path("absences/<uuid:uid>/", substitutes.AbsenceView.as_view(), name="absence"),
]
urlpatterns = [path("approvals/", include(_approvals))]
