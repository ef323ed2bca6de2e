"""Results while typing, as a person sees and hears them, in Chromium."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def ready(shipped):
    """As in a running process, nothing is compiled while somebody waits."""
    assert shipped.index
    assert shipped.reader


@pytest.fixture
def asked(page):
    """What was searched for, request by request."""
    made = []

    def note(request):
        parts = urlsplit(request.url)
        if parts.path.endswith("/search/"):
            made.append(parse_qs(parts.query).get("q", [""])[0])

    page.on("request", note)
    return made


def first_result(page):
    return page.locator(".results h2 a").first


def test_results_follow_what_is_typed_with_one_request_a_pause(release, live_server, page, asked):
    page.goto(live_server.url + "/search/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    asked.clear()
    field.press_sequentially("gemini card", delay=30)
    expect(first_result(page)).to_have_text("The provider wants a card or billing account first")
    expect(field).to_be_focused()
    expect(field).to_have_value("gemini card")
    expect(page).to_have_url(live_server.url + "/search/?q=gemini+card")
    expect(page.locator("#found")).to_contain_text("pages")
    assert asked == ["gemini card"]
    expect(page).to_have_title("“gemini card” – Search – Fixpath")
    expect(page.locator("#language a")).to_have_attribute("href", "/zh-hans/search/?q=gemini+card")
    field.fill("429")
    expect(first_result(page)).to_contain_text("429")
    assert asked == ["gemini card", "429"]


def test_a_slow_answer_gives_way_to_the_next(release, live_server, page):
    def wait(route):
        if "q=bill&" in route.request.url + "&":
            page.wait_for_timeout(1200)
        route.continue_()

    page.route("**/search/?q=*", wait)
    page.goto(live_server.url + "/search/")
    field = page.get_by_role("searchbox")
    field.fill("bill")
    page.wait_for_timeout(400)
    field.fill("429")
    expect(first_result(page)).to_contain_text("429")
    page.wait_for_timeout(1500)
    expect(first_result(page)).to_contain_text("429")


def test_what_is_typed_before_the_scripts_are_there_is_searched_for(release, live_server, page):
    def wait(route):
        page.get_by_role("searchbox").press_sequentially("gemini card")
        route.continue_()

    page.route("**/htmx-*.js", wait)
    page.goto(live_server.url + "/search/")
    expect(first_result(page)).to_have_text("The provider wants a card or billing account first")


def test_what_announces_the_count_stays_the_same_element(release, live_server, page):
    page.goto(live_server.url + "/search/")
    page.evaluate("document.getElementById('found').dataset.mine = 'yes'")
    page.get_by_role("searchbox").fill("AllocationQuota.FreeTierOnly")
    expect(page.locator("#found")).to_have_text("3 pages")
    expect(page.locator("#found")).to_have_attribute("data-mine", "yes")
    page.get_by_role("searchbox").fill("zzzzqqqq")
    expect(page.locator("#found")).to_have_text("Nothing found for “zzzzqqqq”")


def test_the_keyboard_leads_from_the_field_to_the_results_and_back(release, live_server, page):
    page.goto(live_server.url + "/")
    page.goto(live_server.url + "/search/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("gemini card")
    expect(first_result(page)).to_contain_text("card")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(first_result(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("The provider wants a card or billing account first")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("gemini card")
    expect(first_result(page)).to_contain_text("card")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Why did the request fail?")


def test_enter_searches_at_once(release, live_server, page):
    page.goto(live_server.url + "/zh-hans/search/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("绑卡")
    page.keyboard.press("Enter")
    expect(first_result(page)).to_have_text("服务商要求先绑卡或开通结算")
    expect(page).to_have_url(live_server.url + "/zh-hans/search/?q=%E7%BB%91%E5%8D%A1")


def test_searching_needs_no_javascript(release, live_server, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/")
    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").fill("gemini card")
    page.get_by_role("button", name="Search").click()
    expect(first_result(page)).to_have_text("The provider wants a card or billing account first")


def test_the_box_leads_few_words_to_the_search(release, live_server, page):
    page.goto(live_server.url + "/")
    page.locator("textarea").fill("vpn")
    page.get_by_role("button", name="Find the cause").click()
    expect(page.get_by_role("searchbox")).to_have_value("vpn")


@pytest.mark.parametrize("path", ["/search/", "/search/?q=gemini+card", "/search/?q=zzzzqqqq"])
def test_the_page_is_accessible_and_fits_a_phone(release, live_server, page, path):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []


def test_typing_breaks_no_policy(release, live_server, page):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.goto(live_server.url + "/search/")
    page.get_by_role("searchbox").fill("429")
    expect(first_result(page)).to_contain_text("429")
    assert problems == []
