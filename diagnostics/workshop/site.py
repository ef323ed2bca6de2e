"""The workshop as the site of Django admin: the screens of the models, and screens of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from diagnostics.workshop.contents import arranged, mark_current
from diagnostics.workshop.second_factor import is_passed
from diagnostics.workshop.signing_in import enter_code
from diagnostics.workshop.todo import published, tasks, waiting

View = Callable[..., HttpResponse]


class Workshop(admin.AdminSite):
    """What editors see under /admin/."""

    site_header = "Fixpath"
    site_title = "Fixpath"
    index_title = _("Workshop")
    index_template = "admin/workshop/index.html"

    # Address below /admin/, view and name of each screen; `screen` adds to it.
    screens: list[tuple[str, View, str]] = []

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The screens of the workshop, then those of the models."""
        own = [
            path(address, self.admin_view(view), name=name) for address, view, name in self.screens
        ]
        second_step = path("login/code/", self.second_step, name="second_step")
        return [*own, second_step, *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only, and with a code where the user has a second factor."""
        return super().has_permission(request) and is_passed(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ask for the password, and after it for the code."""
        if request.method == "GET" and self._is_halfway(request):
            query = request.GET.urlencode(safe="/")
            return redirect(f"{reverse('admin:second_step')}?{query}")
        return super().login(request, extra_context)

    @method_decorator([never_cache, csrf_protect, sensitive_post_parameters()])
    def second_step(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        if not self._is_halfway(request):
            return redirect("admin:index")
        return enter_code(request, self.each_context(request))

    # Django leaves these two out of what browsers must not keep.
    password_change = method_decorator(never_cache)(admin.AdminSite.password_change)
    password_change_done = method_decorator(never_cache)(admin.AdminSite.password_change_done)

    def _is_halfway(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not is_passed(request.user)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The lists and screens that the user may see, in the order of an editor's work."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        found = {_list_of(line["model"]): line for app in apps for line in app["models"]}
        return mark_current(list(arranged(request, found)), request.path)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The front page: what is published, what waits, and the ways to everything."""
        drafts = waiting()
        context = {
            "release": published(),
            "waiting": drafts,
            "tasks": tasks(request.user, drafts),
            **(extra_context or {}),
        }
        return super().index(request, context)


def _list_of(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_changelist"


def screen(address: str, *, name: str) -> Callable[[View], View]:
    """Give a view an address below /admin/, for staff only: `reverse("admin:" + name)` leads there.

    Which staff may see it is for the view to decide.
    """

    def add(view: View) -> View:
        Workshop.screens.append((address, view, name))
        return view

    return add


def render_screen(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """Render a screen with what every page of the admin needs: its header, navigation and title."""
    context = {**admin.site.each_context(request), "title": title, **(context or {})}
    return render(request, template, context, status=status)
