"""A notice stands on every page, in the language of the page, and goes when it ends."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.utils import timezone

from diagnostics.catalogue import notices
from diagnostics.catalogue.notices import Announced
from tests.test_kept_pages import KEPT

PAGES = ["/", "/codes/429/", "/cases/", "/providers/openai/", "/diagnose/?status=429", "/gone/"]
HOUR = timedelta(hours=1)


@pytest.fixture
def announce(release, monkeypatch):
    """Hold a notice as if the database had it."""

    def hold(text="Slow since nine.", provider="openai", link=""):
        now = timezone.now()
        texts = {"en": text, "zh-hans": "九点起很慢。"}
        held = Announced(texts, provider, link, now, now + HOUR)
        monkeypatch.setattr(notices._holder, "notices", (held,))

    yield hold
    monkeypatch.setattr(notices._holder, "notices", ())


def body(client, address, **options):
    return client.get(address, **options).content.decode()


@pytest.mark.parametrize("address", PAGES[:-1])
def test_it_is_on_every_page_in_the_language_of_the_page(announce, client, address):
    announce()
    status = '<a href="https://status.openai.com" rel="noopener">Status page</a>'
    assert f"<strong>OpenAI: </strong>Slow since nine. {status}" in body(client, address)
    chinese = body(client, f"/zh-hans{address}")
    assert "<strong>OpenAI：</strong>九点起很慢。" in chinese
    assert "Slow since nine." not in chinese


def test_it_needs_no_query(announce, client, django_assert_num_queries, db):
    announce()
    client.get("/")
    with django_assert_num_queries(0):
        assert "Slow since nine." in body(client, "/")


def test_its_text_is_no_markup_and_its_link_is_shown(announce, client):
    announce("<b>Slow</b> & late", provider="", link="https://example.com/?a=1&b=2")
    page = body(client, "/")
    assert "&lt;b&gt;Slow&lt;/b&gt; &amp; late" in page
    assert '<a href="https://example.com/?a=1&amp;b=2" rel="noopener">Read more</a>' in page


def test_on_the_page_of_another_provider_it_is_folded(announce, client):
    announce()
    assert "<summary>A notice about OpenAI</summary>" in body(client, "/providers/deepseek/")
    assert "A notice about OpenAI" not in body(client, "/providers/openai/")
    address = "/diagnose/?status=429&provider=deepseek"
    assert "<summary>A notice about OpenAI</summary>" in body(client, address)


def test_a_notice_about_a_provider_that_no_page_knows_is_shown_without_it(announce, client):
    announce(provider="unpublished")
    assert "<p>Slow since nine.</p>" in body(client, "/")


def test_a_part_of_a_page_brings_the_notice_along(announce, client):
    announce()
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    page = body(client, "/codes/429/", headers=part)
    assert '<div id="announced" hx-swap-oob="true">' in page
    assert "Slow since nine." in page


def test_kept_pages_show_a_notice_at_once_and_never_after_its_end(announce, client, monkeypatch):
    started = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: started)
    with override_settings(CACHES=KEPT):
        caches["pages"].clear()
        assert "Slow since nine." not in body(client, "/")
        announce()
        assert "Slow since nine." in body(client, "/")
        monkeypatch.setattr(timezone, "now", lambda: started + HOUR - timedelta(seconds=1))
        assert "Slow since nine." in body(client, "/")
        monkeypatch.setattr(timezone, "now", lambda: started + HOUR)
        assert "Slow since nine." not in body(client, "/")


def test_a_page_that_was_begun_before_a_notice_came_is_not_kept(announce, client, monkeypatch):
    from diagnostics.web import rendering  # noqa: PLC0415

    render = rendering.render

    def slow(*args, **kwargs):
        response = render(*args, **kwargs)
        announce()
        return response

    with override_settings(CACHES=KEPT):
        caches["pages"].clear()
        monkeypatch.setattr(rendering, "render", slow)
        assert "Slow since nine." not in body(client, "/")
        monkeypatch.setattr(rendering, "render", render)
        assert "Slow since nine." in body(client, "/")
