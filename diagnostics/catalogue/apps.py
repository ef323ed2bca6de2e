"""The catalogue as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Name and label of the catalogue."""

    name = "diagnostics.catalogue"
    verbose_name = _("Catalogue")
