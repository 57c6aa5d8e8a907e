"""Addresses of reminders."""

from django.urls import path

from reminders.web.answers import acknowledge_reminder, reminder, snooze_reminder, stop_reminder
from reminders.web.choices import choices
from reminders.web.lists import reminders
from reminders.web.unsubscribing import unsubscribe_by_link

app_name = "reminders"
urlpatterns = [
    path("", reminders, name="list"),
    path("e-mails/", choices, name="choices"),
    path("unsubscribe/<str:ticket>/", unsubscribe_by_link, name="unsubscribe"),
    path("<uuid:uid>/", reminder, name="detail"),
    path("<uuid:uid>/acknowledge/", acknowledge_reminder, name="acknowledge"),
    path("<uuid:uid>/snooze/", snooze_reminder, name="snooze"),
    path("<uuid:uid>/stop/", stop_reminder, name="stop"),
]
