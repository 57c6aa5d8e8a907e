"""Pages of imports."""

from django.urls import path

from exchange.web.doing import apply, discard, undo
from exchange.web.mappings import delete, mapping, mapping_file, mappings, shipped_file
from exchange.web.pages import import_run, imports, report
from exchange.web.starting import columns, definition, new_import

app_name = "exchange"
urlpatterns = [
    path("", imports, name="list"),
    path("new/", new_import, name="new"),
    path("mappings/", mappings, name="mappings"),
    path("mappings/<slug:name>/", mapping, name="mapping"),
    path("mappings/<slug:name>/delete/", delete, name="mapping_delete"),
    path("mappings/shipped/<slug:name>.json", shipped_file, name="shipped_file"),
    path("mappings/<slug:name>.json", mapping_file, name="mapping_file"),
    path("<uuid:uid>/", import_run, name="detail"),
    path("<uuid:uid>/columns/", columns, name="columns"),
    path("<uuid:uid>/mapping/", definition, name="definition"),
    path("<uuid:uid>/report.csv", report, name="report"),
    path("<uuid:uid>/apply/", apply, name="apply"),
    path("<uuid:uid>/undo/", undo, name="undo"),
    path("<uuid:uid>/discard/", discard, name="discard"),
]
