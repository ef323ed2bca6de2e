"""The workshop as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    """Name and label of the workshop."""

    name = "diagnostics.workshop"
    verbose_name = _("Workshop")
