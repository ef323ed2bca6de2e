"""Markdown is shown as pages show it, while it is written."""

import re

import pytest
from django.contrib.auth.models import Permission

from diagnostics.catalogue import addresses
from diagnostics.catalogue.compiled import render
from diagnostics.catalogue.models import Guide

ADDRESS = "/admin/preview-markdown/"
pytestmark = pytest.mark.django_db


def preview(client, text, language="en"):
    return client.post(ADDRESS, {"text": text, "language": language}).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_preview_is_what_pages_show(admin_client, language):
    text = "Use **one** `key`, see [codes](/codes/).\n\n```\na <b>\n```"
    assert render(text, language) in preview(admin_client, text, language)


def test_a_preview_is_safe(admin_client):
    shown = preview(
        admin_client, '<script>alert(1)</script>[x](javascript:alert(1)) "<img onerror=a>'
    )
    assert re.findall(r"<(?:script|img|a)\b", shown) == []


def test_links_that_lead_nowhere_are_pointed_out(drafts, admin_client):
    text = "[a](/cases/rate-limited/) [b](/cases/nowhere/) [c](codes) [d](https://example.com/)"
    assert re.findall(r'<p class="bad">(.*?)</p>', preview(admin_client, text)) == [
        "There is no page /cases/nowhere/.",
        "The address “codes” must start with https:// or /.",
    ]


def test_nothing_is_shown_of_nothing(admin_client):
    assert preview(admin_client, " ").strip() == ""


def test_the_addresses_of_the_drafts_are_those_of_their_content(drafts):
    assert addresses.of_drafts() == set(addresses.addresses(drafts))
    Guide.objects.create(slug="new", title="New").parts.create(slug="first", title="a", text="b")
    assert addresses.of_drafts() - set(addresses.addresses(drafts)) == {
        "/guides/new/",
        "/guides/new/#first",
    }


def test_only_fields_with_markdown_have_a_preview(admin_client):
    page = admin_client.get("/admin/catalogue/term/add/").content.decode()
    asking = re.findall(r'name="(\w+)"[^>]*data-live="/admin/preview-markdown/"', page)
    assert asking == ["summary_en", "summary_zh_hans", "text_en", "text_zh_hans"]


def test_who_may_see_the_catalogue_may_see_a_preview_and_nobody_else(client, django_user_model):
    assert client.post(ADDRESS, {"text": "a"}).headers["Location"].startswith("/admin/login/")
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    client.force_login(user)
    assert client.post(ADDRESS, {"text": "a"}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_case"))
    assert "a" in preview(client, "a")
    assert client.get(ADDRESS).status_code == 405
