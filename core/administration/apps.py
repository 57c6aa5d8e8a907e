"""App configuration."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin with our own site; finds every app's admin.py."""

    default_site = "core.administration.site.AdministrationSite"
