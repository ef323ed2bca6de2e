"""Users, and the groups that are their roles: for superusers only."""

from collections.abc import Iterable
from typing import Any

from axes.models import AccessFailureLog
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from diagnostics.catalogue.history import record_row
from diagnostics.catalogue.models import Change
from diagnostics.workshop.roles import ROLES
from diagnostics.workshop.second_factor import switch_off

# Fields of a user that the log tells of, in its words.
LOGGED = {
    "username": "name",
    "first_name": "first name",
    "last_name": "last name",
    "email": "e-mail",
    "is_active": "active",
    "is_staff": "staff",
    "is_superuser": "superuser",
    "groups": "roles",
}
NAMES = ("first_name", "last_name", "email")
RIGHTS = ("groups", "is_superuser", "is_staff", "is_active")

admin.site.unregister([User, Group])
# Secrets have no screen, and failures are in the access attempts already.
admin.site.unregister([TOTPDevice, StaticDevice, AccessFailureLog])


class ForSuperusers(admin.ModelAdmin):
    """Who may change rights could take any: no group can be given these screens."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the screen is listed."""
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the screen can be opened."""
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether a row can be added."""
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a row can be changed."""
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether a row can be deleted."""
        return bool(request.user.is_superuser)


class UserForm(UserChangeForm):
    """A user, whose second factor can be removed."""

    remove_second_factor = forms.BooleanField(
        label=_("Remove the second factor"),
        required=False,
        help_text=_(
            "For somebody who has lost the phone. The password is enough until it is set up anew."
        ),
    )


@admin.register(User)
class WorkshopUserAdmin(ForSuperusers, UserAdmin):
    """Users with their roles; every change is in the log."""

    form = UserForm
    add_form = UserCreationForm
    add_form_template = None
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", *NAMES)}),
        (_("Rights"), {"fields": RIGHTS}),
    )
    list_display = ("username", "email", "roles", "is_active", "second_factor")
    readonly_fields = ("last_login", "date_joined")
    list_filter = ("groups", "is_superuser", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Users with what the list says of them."""
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        users = super().get_queryset(request).prefetch_related("groups")
        return users.annotate(has_second_factor=Exists(devices))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """What a user may do, in names."""
        superuser = [gettext("Superuser")] if user.is_superuser else []
        return ", ".join([*superuser, *_names(user.groups.all())])

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user: Any) -> bool:
        """Whether signing in asks for a code."""
        return bool(user.has_second_factor)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users are switched off; without them the log would not know who did what."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """All fields on one page, and the removal of a second factor where there is one."""
        if obj is None:
            return self.add_fieldsets
        rights = (*RIGHTS, "remove_second_factor") if obj.has_second_factor else RIGHTS
        return (
            (None, {"fields": ("username", "password", *NAMES)}),
            (_("Rights"), {"fields": rights}),
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever gets an account here is to work here."""
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(self, field: Any, request: HttpRequest, **options: Any) -> Any:
        """Roles are few: boxes to tick, the one that may least first."""
        if field.name != "groups":
            return super().formfield_for_dbfield(field, request, **options)
        options |= {
            "label": _("Roles"),
            "queryset": Group.objects.order_by("pk"),
            "widget": forms.CheckboxSelectMultiple,
            "help_text": _("Publisher includes Editor, and Editor includes Viewer."),
        }
        roles = super().formfield_for_dbfield(field, request, **options)
        roles.widget.can_add_related = False
        return roles

    def response_add(self, request: HttpRequest, obj: User, **options: Any) -> HttpResponse:
        """Back to the list: the first page has asked for everything."""
        return admin.ModelAdmin.response_add(self, request, obj, **options)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles too, and write into the log what is different now."""
        super().save_related(request, form, formsets, change)
        before = form.initial if change else {}
        values = [
            (label, _said(before.get(name)), _said(form.cleaned_data[name]))
            for name, label in LOGGED.items()
        ]
        fields = [(label, old, new) for label, old, new in values if old != new]
        if fields:
            action = Change.Action.CHANGED if change else Change.Action.ADDED
            record_row(request.user, action, "users", form.instance.username, fields)
        if form.cleaned_data.get("remove_second_factor"):
            switch_off(form.instance, author=request.user)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a password for somebody; the log tells that it happened."""
        user = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        before = user.password
        user.refresh_from_db(fields=["password"])
        if user.password != before:
            fields = [("password", None, "set anew")]
            record_row(request.user, Change.Action.CHANGED, "users", user.username, fields)
        return response


@admin.register(Group)
class RoleAdmin(ForSuperusers, GroupAdmin):
    """Groups; the three roles are declared in the program."""

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Every upgrade gives the roles what is declared, so they are not changed here."""
        return super().has_change_permission(request, obj) and not _is_role(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Nor would they stay away."""
        return super().has_delete_permission(request, obj) and not _is_role(obj)


def _is_role(group: Group | None) -> bool:
    return group is not None and group.name in ROLES


def _names(groups: Iterable[Group]) -> list[str]:
    return sorted(group.name for group in groups)


def _said(value: Any) -> str | None:
    """A value of a field as the log tells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (value if isinstance(value, str) else ", ".join(_names(value))) if value else None
