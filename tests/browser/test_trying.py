"""Try it in Chromium: an editor pastes an error and sees what both releases make of it."""

import pytest
from playwright.sync_api import expect

from diagnostics.catalogue.files import read_content
from diagnostics.catalogue.transfer import import_content
from tests.drafts import few_cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "400 This model's maximum context length is 65536 tokens, you requested 79519 tokens"
TITLE = "The conversation is too long for this model"


@pytest.fixture
def editor(release, live_server, admin_client):
    """A few cases as drafts, and the cookie of who is signed in."""
    import_content(few_cases(read_content()))
    session = admin_client.cookies["sessionid"].value
    return {"name": "sessionid", "value": session, "url": live_server.url}


def try_text(page, live_server):
    page.goto(live_server.url + "/admin/try/")
    page.get_by_label("An error as somebody would paste it").fill(TEXT)
    page.get_by_role("button", name="Try it").click()
    expect(page.locator(".side .causes > li:first-child a")).to_have_text([TITLE, TITLE])


def test_the_result_appears_below_the_text_and_breaks_no_policy(editor, live_server, page):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.context.add_cookies([editor])
    try_text(page, live_server)
    expect(page.get_by_role("heading", name="Result")).to_be_focused()
    expect(page.get_by_label("An error as somebody would paste it")).to_have_value(TEXT)
    assert page.url == live_server.url + "/admin/try/"
    assert [text for text in problems if "Content Security Policy" in text] == []


def test_it_needs_no_javascript(editor, live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([editor])
    try_text(context.new_page(), live_server)


@pytest.mark.parametrize("path", ["/admin/", "/admin/try/?case=rate-limited", "/admin/map/"])
def test_nothing_scrolls_sideways_on_a_phone(editor, live_server, page, path):
    page.context.add_cookies([editor])
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
