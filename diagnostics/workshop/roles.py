"""Who may do what: three roles as groups, each with what the one before may do."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db.models import Q

# What editors write. Releases, the log and what is known of translations are written by what
# editors do, never by hand.
DRAFTS = (
    "alias",
    "bodynote",
    "case",
    "casesource",
    "evidence",
    "example",
    "experiment",
    "guide",
    "guidepart",
    "guidesource",
    "keyword",
    "link",
    "note",
    "option",
    "outcome",
    "pattern",
    "phrase",
    "provider",
    "providercode",
    "providersource",
    "providerstatus",
    "question",
    "related",
    "remark",
    "statuscode",
    "statussource",
    "step",
    "telltale",
    "term",
    "termsource",
)
WRITE = ("add", "change", "delete")

# Role -> what it may do beyond the role before; `*` stands for every model.
ROLES: dict[str, tuple[str, ...]] = {
    "Viewer": ("catalogue.view_*", "insights.view_*"),
    "Editor": (
        *(f"catalogue.{action}_{draft}" for draft in DRAFTS for action in WRITE),
        "insights.change_problem",
    ),
    "Publisher": (
        "catalogue.publish_release",
        "catalogue.import_catalogue",
        *(f"catalogue.{action}_notice" for action in WRITE),
    ),
}


def give_permissions(apps: Any = installed, **_signal: Any) -> None:
    """Make the three groups, each with exactly the permissions declared here.

    apps: the models to use, those of a migration or the installed ones. A permission that does not
    exist there, yet or any longer, is skipped.
    """
    for application in ("catalogue", "insights"):
        # Migrations run before Django makes the permissions.
        create_permissions(installed.get_app_config(application), verbosity=0, apps=apps)
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    given = Q(pk=None)
    for role, more in ROLES.items():
        for name in more:
            given |= _permission(name)
        group, _created = groups.get_or_create(name=role)
        group.permissions.set(permissions.filter(given))


def _permission(name: str) -> Q:
    application, _dot, codename = name.partition(".")
    lookup = "codename__startswith" if codename.endswith("*") else "codename"
    return Q(**{"content_type__app_label": application, lookup: codename.rstrip("*")})
