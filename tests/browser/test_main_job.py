"""The main job as a person does it, in Chromium."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "400 This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"
)


def paste(page, live_server, text=TEXT):
    page.goto(live_server.url + "/")
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Find the cause").click()


def test_pasting_leads_to_the_cause_with_both_numbers(release, live_server, page):
    paste(page, live_server)
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    expect(page.locator("main")).to_contain_text("79,519")
    expect(page.locator("main")).to_contain_text("65,536")
    expect(page).to_have_title("The conversation is too long for this model – Fixpath")


def test_the_address_alone_shows_the_same_diagnosis(release, live_server, page):
    paste(page, live_server)
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    page.reload()
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    page.go_back()
    expect(page.locator("textarea")).to_be_visible()


def test_no_page_breaks_the_content_security_policy(release, live_server, page):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    paste(page, live_server)
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    page.goto(live_server.url + "/codes/429/")
    assert problems == []


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/codes/400/", "/diagnose/?status=400", "/zh-hans/", "/cases/rate-limited/"),
        *("/guides/test-a-key/", "/glossary/", "/providers/openrouter/"),
    ],
)
def test_nothing_scrolls_sideways_on_a_phone(release, live_server, page, path):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_long_command_scrolls_in_its_block(release, live_server, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + "/guides/test-a-key/")
    block = page.locator("#openai + .prose pre").first
    assert block.evaluate("e => e.scrollWidth > e.clientWidth && e.clientWidth < 390")
    block.focus()
    expect(block).to_be_focused()


def test_the_main_job_needs_no_javascript(release, live_server, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    paste(page, live_server)
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
