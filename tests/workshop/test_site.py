"""The workshop as the site of Django admin."""

import pytest
from django.contrib import admin
from django.test import override_settings
from django.urls import path, reverse

from diagnostics.workshop.site import Workshop, render_screen, screen


@pytest.fixture
def hello(monkeypatch):
    """A screen of its own, with the addresses that include it."""
    monkeypatch.setattr(Workshop, "screens", [*Workshop.screens])

    @screen("hello/", name="workshop_hello")
    def view(request):
        return render_screen(request, "admin/base_site.html", title="Good morning")

    addresses = type("Addresses", (), {"urlpatterns": [path("admin/", admin.site.urls)]})
    with override_settings(ROOT_URLCONF=addresses):
        yield reverse("admin:workshop_hello")


def test_a_screen_stands_below_the_admin_with_its_title_and_header(hello, admin_client):
    page = admin_client.get(hello).content.decode()
    assert hello == "/admin/hello/"
    assert "<h1>Good morning</h1>" in page
    assert '<a href="/admin/">Fixpath</a>' in page


def test_a_stranger_is_sent_to_the_login(hello, client):
    answer = client.get(hello)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/hello/")
