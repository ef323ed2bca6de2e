"""The workshop as a Django application, and Django admin with the workshop as its site."""

from django.apps import AppConfig
from django.contrib.admin import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkshopConfig(AppConfig):
    """Name and label of the workshop."""

    name = "diagnostics.workshop"
    verbose_name = _("Workshop")

    def ready(self) -> None:
        """Keep the roles complete.

        A migration makes them; but each later one may add a model, and only after it does Django
        make the permissions for that. So the same is done anew whenever migrations have run.
        """
        from diagnostics.workshop.roles import give_permissions  # noqa: PLC0415 - needs the models

        post_migrate.connect(give_permissions, sender=self.apps.get_app_config("insights"))


class AdminConfig(apps.AdminConfig):
    """Django admin, whose `admin.site` is the workshop."""

    default = False  # of the two in this module, the other one is the workshop's own
    default_site = "diagnostics.workshop.site.Workshop"
