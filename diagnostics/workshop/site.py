"""The workshop as the site of Django admin: the screens of the models, and screens of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path

View = Callable[..., HttpResponse]


class Workshop(admin.AdminSite):
    """What editors see under /admin/."""

    site_header = "Fixpath"
    site_title = "Fixpath"
    index_title = "Catalogue"

    # Address below /admin/, view and name of each screen; `screen` adds to it.
    screens: list[tuple[str, View, str]] = []

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The screens of the workshop, then those of the models."""
        own = [
            path(address, self.admin_view(view), name=name) for address, view, name in self.screens
        ]
        return [*own, *super().get_urls()]


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
