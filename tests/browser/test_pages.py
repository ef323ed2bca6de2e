"""What only a browser shows: focus, history, failures, and who can use the pages at all."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import ALL_RULES, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "400 This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"
)
CASE = "context-length-exceeded"
ADDRESS = "/diagnose/?signal=context-length-both-numbers&status=400"
KINDS = {
    "home": "/",
    "diagnosis": f"{ADDRESS}&tried={CASE}.1.no-help&tried={CASE}.2.could-not",
    "solved": f"{ADDRESS}&tried={CASE}.1.solved",
    "first question": "/diagnose/",
    "question": "/diagnose/?status=400&tools=on",
    "messages": "/diagnose/?status=400&ask=message",
    "missing answer": "/diagnose/?status=400&asked=tools",
    "unclear": "/diagnose/?like=image-invalid.faint&like=vision-ability-not-enabled.faint",
    "map": "/map/",
    "search": "/search/?q=rate+limit",
    "codes": "/codes/",
    "code": "/codes/429/",
    "cases": "/cases/",
    "case": "/cases/rate-limited/",
    "providers": "/providers/",
    "provider": "/providers/openai/",
    "guides": "/guides/",
    "guide": "/guides/test-a-key/",
    "glossary": "/glossary/",
    "term": "/glossary/token/",
    "sent": "/sent/?status=400",
    "not found": "/codes/999/",
    "no such page": "/nowhere/",
}


def paste(page, live_server, text=TEXT):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Find the cause").click()


def open_everything(page):
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("language", ["", "/zh-hans"], ids=["English", "Chinese"])
def test_axe_finds_nothing(release, live_server, page, path, language):
    """In light colours everything is looked at, in dark ones what they change: the contrast."""
    page.goto(live_server.url + language + path)
    open_everything(page)
    for look, rules in (("light", ALL_RULES), ("dark", ("color-contrast",))):
        page.emulate_media(color_scheme=look)
        assert violations(page, rules=rules) == [], look


def test_axe_finds_nothing_right_after_a_paste(release, live_server, page):
    paste(page, live_server)
    expect(page.locator("mark").first).to_be_visible()
    assert violations(page) == []
    paste(page, live_server, "teapot refused to brew, code 418")
    expect(page.locator("#send-text")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_nothing_scrolls_sideways_at_320_pixels(release, live_server, page, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url + path)
    open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_marked_text_is_gone_after_a_reload(release, live_server, page):
    paste(page, live_server)
    expect(page.locator("mark").nth(1)).to_contain_text("context length is 65536")
    assert "/diagnose/?" in page.url
    assert "context%20length" not in page.url
    page.reload()
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    expect(page.locator("mark")).to_have_count(0)
    page.go_back()
    expect(page.locator("#text")).to_be_visible()


def test_without_scripts_the_text_is_marked_on_request(release, live_server, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Find it and mark it in my text").click()
    expect(page.locator("mark").nth(1)).to_contain_text("context length is 65536")


def test_a_marked_step_hands_the_focus_to_the_next_one(release, live_server, page):
    page.goto(live_server.url + ADDRESS)
    page.get_by_role("link", name="Did not help").first.click()
    expect(page.locator(f"#{CASE}-1")).to_contain_text("Did not help")
    expect(page.locator(f"#{CASE}-2")).to_be_focused()
    assert page.url.endswith(f"&tried={CASE}.1.no-help#{CASE}-2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".closing")).to_contain_text("Solved")
    expect(page.locator("h1")).to_be_focused()


def test_steps_can_be_marked_without_scripts(release, live_server, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + ADDRESS)
    page.get_by_role("link", name="Solved it").nth(1).click()
    expect(page.locator(".closing")).to_contain_text("Solved")
    page.get_by_role("link", name="It came back: return to the steps").click()
    expect(page.get_by_role("link", name="Solved it").first).to_be_visible()


def test_the_questions_need_no_mouse(release, live_server, page):
    page.goto(live_server.url + "/diagnose/?status=400")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator(".answers dd.change")).to_have_count(2)


def test_the_focus_is_always_visible(release, live_server, page):
    page.goto(live_server.url + ADDRESS)
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


def test_messages_are_chosen_from_the_folded_groups_too(release, live_server, page):
    page.goto(live_server.url + "/diagnose/?status=400&ask=message")
    page.get_by_text("More messages").click()
    page.locator(".more-messages .option").first.click()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(r"/diagnose/\?message=[a-z-]+&status=400$"))


def test_without_a_server_the_page_stays_and_offers_to_try_again(release, live_server, page):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    page.route("**/diagnose/**", lambda route: route.abort())
    page.get_by_role("button", name="Find the cause").click()
    expect(page.locator("#status")).to_contain_text("The server did not answer.")
    expect(page.locator("#text")).to_have_value(TEXT)
    page.unroute("**/diagnose/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")


def test_an_error_of_ours_is_told_without_leaving_the_page(release, live_server, page):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    page.route("**/diagnose/**", lambda route: route.fulfill(status=500, body="<h1>no</h1>"))
    page.get_by_role("button", name="Find the cause").click()
    expect(page.locator("#status")).to_contain_text("Something failed on our side.")
    expect(page.locator("#text")).to_have_value(TEXT)
    assert page.url == live_server.url + "/"


def test_pressing_twice_sends_once(release, live_server, page):
    sent = []

    def slowly(route):
        sent.append(route.request.url)
        page.wait_for_timeout(400)
        route.continue_()

    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    page.route("**/diagnose/**", slowly)
    page.evaluate(
        "const form = document.querySelector('.box'); form.requestSubmit(); form.requestSubmit()"
    )
    expect(page.locator("h1")).to_have_text("The conversation is too long for this model")
    assert len(sent) == 1


def test_an_unknown_error_is_sent_only_when_the_person_says_so(release, live_server, page):
    paste(page, live_server, "teapot refused to brew, code 418")
    page.get_by_role("button", name="Send to the maintainers").click()
    expect(page.locator("h1")).to_have_text("Thank you. An editor will look at it.")


def test_a_heading_gives_its_address(release, live_server, context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + "/codes/429/")
    page.get_by_role("link", name="What it usually is").click()
    expect(page.locator("#status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == live_server.url + "/codes/429/#usually"


def test_the_map_opens_by_keyboard_and_leads_to_a_state(release, live_server, page):
    page.goto(live_server.url + "/map/")
    page.locator(".tree summary").first.focus()
    page.keyboard.press("Enter")
    page.locator(".tree details[open] .then a").first.click()
    expect(page.locator("form.question, .split")).not_to_have_count(0)
    assert "/diagnose/?" in page.url


def test_forced_colours_keep_every_mark(release, live_server, browser):
    page = browser.new_context(forced_colors="active").new_page()
    page.goto(live_server.url + f"{ADDRESS}&tried={CASE}.1.no-help")
    expect(page.locator(".steps > li").first).to_contain_text("Did not help")
    assert "border" in page.evaluate(
        "getComputedStyle(document.querySelector('.steps > li'), '::before').border + ' border'"
    )


def test_the_first_visit_is_small(release, live_server, page):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(live_server.url + "/", wait_until="networkidle")
    assert len(requests) <= 6
