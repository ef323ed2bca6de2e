"""The workshop as a Django application, and Django admin with the workshop as its site."""

from django.apps import AppConfig
from django.contrib.admin import apps
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    """Name and label of the workshop."""

    name = "diagnostics.workshop"
    verbose_name = _("Workshop")


class AdminConfig(apps.AdminConfig):
    """Django admin, whose `admin.site` is the workshop."""

    default = False  # of the two in this module, the other one is the workshop's own
    default_site = "diagnostics.workshop.site.Workshop"
