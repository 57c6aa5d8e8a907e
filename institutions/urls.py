"""Pages of institutions."""

from django.urls import path

from institutions.web import successions
from institutions.web.choosing import suggestions
from institutions.web.contacts import add, erase
from institutions.web.editing import change, create
from institutions.web.listing import institutions
from institutions.web.pages import history, institution

app_name = "institutions"
urlpatterns = [
    path("", institutions, name="list"),
    path("new/", create, name="create"),
    path("suggestions/", suggestions, name="suggestions"),
    path("<uuid:uid>/", institution, name="detail"),
    path("<uuid:uid>/edit/", change, name="change"),
    path("<uuid:uid>/history/", history, name="history"),
    path("<uuid:uid>/contacts/new/", add, name="add_contact"),
    path("<uuid:uid>/contacts/<int:contact_id>/erase/", erase, name="erase_contact"),
    path("<uuid:uid>/successions/new/", successions.add, name="add_succession"),
    path("<uuid:uid>/successions/<uuid:succession_uid>/remove/", successions.remove, name="remove_succession"),
]
