"""Pages of the ground floor."""

from django.urls import path

from core.web import health

app_name = "core"
urlpatterns = [
    path("health/", health.health, name="health"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
