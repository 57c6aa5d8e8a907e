"""My work, the dashboard, search."""

from django.urls import path

from dashboard.web.figures import figures
from dashboard.web.my_work import my_work
from dashboard.web.search import search

app_name = "dashboard"
urlpatterns = [
    path("", my_work, name="my_work"),
    path("dashboard/", figures, name="figures"),
    path("search/", search, name="search"),
]
