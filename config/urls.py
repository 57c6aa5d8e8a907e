"""Every address of the product. Each app declares its own pages and API resources; here they are joined."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("dashboard.urls")),
    path("", include("core.urls")),
    path("agreements/", include("agreements.urls")),
    path("approvals/", include("approvals.urls")),
    path("institutions/", include("institutions.urls")),
    path("activities/", include("activities.urls")),
    path("reminders/", include("reminders.urls")),
    path("imports/", include("exchange.urls")),
    path("account/", include("accounts.urls")),
    path("accounts/", include("accounts.log_in_urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
]
handler400 = "core.web.errors.bad_request"
handler403 = "core.web.errors.forbidden"
handler404 = "core.web.errors.not_found"
handler500 = "core.web.errors.server_error"
