"""What visitors choose to tell, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """Name and label of the insights."""

    name = "diagnostics.insights"
    verbose_name = _("Insights")
