"""A notice reaches a visitor within two seconds and leaves by itself."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diagnostics.catalogue import current, notices
from diagnostics.catalogue.models import Notice, Provider

pytestmark = pytest.mark.browser


@pytest.fixture
def looking(live_server, release, monkeypatch):
    """A process that looks for what is new as often as a server does."""
    monkeypatch.setattr(notices._holder, "notices", ())
    stop = threading.Event()

    def look():
        while not stop.wait(current.LOOK_EVERY):
            current._look()

    watcher = threading.Thread(target=look)
    watcher.start()
    yield live_server
    stop.set()
    watcher.join()


def announce():
    now = timezone.now()
    provider = Provider.objects.create(slug="openai", name_en="OpenAI", name_zh_hans="OpenAI")
    return Notice.objects.create(
        text_en="Requests are slow since nine; they know.",
        text_zh_hans="九点起请求很慢，官方已知。",
        provider=provider,
        starts=now,
        expires=now + timedelta(hours=1),
    )


def wait_for_a_look(page):
    """Twice as long as a process needs to see what is new."""
    page.wait_for_timeout(2000 * current.LOOK_EVERY)


def test_it_comes_within_two_seconds_and_goes_when_it_ends(looking, browser):
    visitor = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    visitor.goto(f"{looking.url}/codes/")
    banner = visitor.get_by_role("region", name="Notices")
    expect(banner).to_have_count(0)
    notice = announce()
    wait_for_a_look(visitor)
    visitor.goto(f"{looking.url}/codes/")
    expect(banner).to_contain_text("OpenAI: Requests are slow since nine; they know.")
    wide = visitor.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    notice.expires = timezone.now()
    notice.save()
    wait_for_a_look(visitor)
    visitor.goto(f"{looking.url}/codes/")
    expect(banner).to_have_count(0)


def test_it_comes_with_a_click_on_a_page_that_was_open_before(looking, page):
    page.goto(f"{looking.url}/codes/")
    announce()
    wait_for_a_look(page)
    page.get_by_role("link", name="429").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("429")
    expect(page.get_by_role("region", name="Notices")).to_contain_text("slow since nine")
