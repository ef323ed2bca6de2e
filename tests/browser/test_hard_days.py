"""A long or strange text, a slow line, a server that goes away, two windows, a file."""

import re

import pytest
from playwright.sync_api import expect

from tests.bench.pages import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "400 This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"
)
TITLE = "The conversation is too long for this model"
ADDRESS = "/diagnose/?signal=context-length-both-numbers&status=400"
QUESTION = "/diagnose/?status=400&ask=attachments"
DROP = """([box, name, parts]) => {
    const carried = new DataTransfer();
    carried.items.add(new File(parts, name));
    const event = {dataTransfer: carried, bubbles: true, cancelable: true};
    return ["dragover", "drop"].map((type) => !box.dispatchEvent(new DragEvent(type, event)));
}"""


def paste(page, live_server, text, *, prefix=""):
    page.goto(f"{live_server.url}{prefix}/")
    page.locator("#text").fill(text)
    page.locator(".box button.primary").click()


def drop(page, name, *parts):
    return page.evaluate(DROP, [page.locator("#text").element_handle(), name, list(parts)])


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# The box


def test_control_and_enter_send(release, live_server, page):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    page.locator("#text").press("Control+Enter")
    expect(page.locator("h1")).to_have_text(TITLE)


def test_the_box_grows_with_the_text_but_not_out_of_sight(release, live_server, page):
    page.goto(live_server.url + "/")
    box = page.locator("#text")
    empty = box.bounding_box()["height"]
    box.fill("line\n" * 12)
    some = box.bounding_box()["height"]
    box.fill("line\n" * 500)
    assert empty < some < box.bounding_box()["height"] <= page.viewport_size["height"] * 0.6


def test_the_box_and_its_button_are_on_the_first_screen_of_a_phone(release, live_server, page):
    page.set_viewport_size({"width": 360, "height": 640})
    for prefix in ("", "/zh-hans"):
        page.goto(f"{live_server.url}{prefix}/")
        expect(page.locator(".box button.primary")).to_be_in_viewport(ratio=1)


def test_a_file_that_is_dropped_on_the_box_is_read(release, live_server, page):
    page.goto(live_server.url + "/")
    assert drop(page, "error.log", "DEBUG start\n", TEXT) == [True, True]
    expect(page.locator("#text")).to_have_value(f"DEBUG start\n{TEXT}")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text(TITLE)


def test_of_a_file_that_is_too_long_the_end_is_read(release, live_server, page):
    page.goto(live_server.url + "/")
    drop(page, "error.log", "08:00:00 DEBUG store: saved\n" * 40_000, TEXT)
    expect(page.locator("#status")).to_contain_text("The file is long.")
    assert page.evaluate("document.getElementById('text').value.length") == 1_000_000
    page.locator("#text").press("Control+Enter")
    expect(page.locator("h1")).to_have_text(TITLE)


def test_text_that_is_dragged_is_left_to_the_browser(release, live_server, page):
    page.goto(live_server.url + "/")
    is_taken = page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.setData("text/plain", "429");
            const event = {dataTransfer: carried, bubbles: true, cancelable: true};
            return !document.getElementById("text").dispatchEvent(new DragEvent("drop", event));
        }"""
    )
    assert is_taken is False


# Texts


def test_a_megabyte_is_read_and_more_is_refused_without_being_lost(release, live_server, page):
    log = "2026-11-20 08:00:00 DEBUG store: saved the topic\n" * 20_400
    for text in (f"{TEXT}\n{log[:999_000]}", f"{TEXT}\n{log}{log[:20_000]}"):
        page.goto(live_server.url + "/")
        page.evaluate("text => { document.getElementById('text').value = text; }", text)
        page.locator("#text").press("Control+Enter")
        if len(text) <= 1_000_000:
            expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator("#status")).to_contain_text("That is too long for one look.")
    assert page.evaluate("document.getElementById('text').value.length") > 1_000_000


def test_a_very_long_word_stays_inside_the_page(release, live_server, page):
    page.set_viewport_size({"width": 320, "height": 640})
    paste(page, live_server, f"{'x' * 3000} {TEXT} {'y' * 3000}")
    expect(page.locator("h1")).to_have_text(TITLE)
    assert fits(page)
    paste(page, live_server, "q" * 3000)
    expect(page.locator("#send-text")).to_be_visible()
    assert fits(page)


def test_a_text_from_right_to_left_keeps_its_direction_and_the_page_its_own(
    release, live_server, page
):
    paste(page, live_server, f"خطأ من الخادم\n{TEXT}")
    expect(page.locator("h1")).to_have_text(TITLE)
    shown = page.locator(".in-text pre")
    expect(shown).to_contain_text("خطأ من الخادم")
    expect(shown).to_have_css("unicode-bidi", "plaintext")
    expect(page.locator("h1")).to_have_css("direction", "ltr")
    expect(page.locator("main")).to_have_css("direction", "ltr")
    page.go_back()
    expect(page.locator("#text")).to_have_css("unicode-bidi", "plaintext")


# The way back and forth


def test_back_and_forward_walk_through_the_answers(release, live_server, page):
    page.goto(live_server.url + QUESTION)
    asked = page.locator("h1").inner_text()
    page.locator("input[value=image]").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("attachments=image"))
    expect(page.locator("h1")).not_to_have_text(asked)
    then = page.locator("h1").inner_text()
    page.go_back()
    expect(page.locator("h1")).to_have_text(asked)
    page.go_forward()
    expect(page.locator("h1")).to_have_text(then)
    page.reload()
    expect(page.locator("h1")).to_have_text(then)


def test_an_answer_is_changed_and_the_later_ones_stay(release, live_server, page):
    page.goto(live_server.url + "/diagnose/?attachments=image&onset=was-working&status=400")
    page.get_by_role("link", name="Change: Attachments").click()
    expect(page.locator(".previous")).to_contain_text("A picture")
    page.locator("input[value=document]").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("attachments=document.*status=400"))
    assert "onset=was-working" in page.url


def test_a_chip_is_taken_away_and_comes_back_with_back(release, live_server, page):
    page.goto(live_server.url + ADDRESS + "&limit=65536&read=status&requested=79519")
    page.get_by_role("link", name="Remove Sent 79,519").click()
    expect(page.locator(".chips")).not_to_contain_text("79,519")
    expect(page.locator(".numbers")).not_to_contain_text("79,519")
    page.go_back()
    expect(page.locator(".chips")).to_contain_text("79,519")
    page.get_by_role("link", name="Status 400", exact=True).click()
    expect(page.locator("form.question")).to_be_visible()


def test_the_language_changes_and_the_state_stays(release, live_server, page):
    page.goto(live_server.url + QUESTION)
    page.locator("input[value=image]").check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile("attachments=image"))
    state = page.url.split("?")[1]
    page.locator("#language a").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert page.url == f"{live_server.url}/zh-hans/diagnose/?{state}"
    page.locator("#language a").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == f"{live_server.url}/diagnose/?{state}"


def test_two_tabs_do_not_know_of_each_other(release, live_server, context):
    first, second = context.new_page(), context.new_page()
    paste(first, live_server, TEXT)
    paste(second, live_server, "429 Rate limit reached for requests per minute")
    other = "Too many requests in a short time"
    expect(first.locator("h1")).to_have_text(TITLE)
    expect(second.locator("h1")).to_have_text(other)
    first.reload()
    second.reload()
    expect(first.locator("h1")).to_have_text(TITLE)
    expect(second.locator("h1")).to_have_text(other)
    assert context.cookies() == []


# Line and server


def test_on_a_slow_line_the_button_waits_and_the_text_stays(release, live_server, page):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(TEXT)
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    slow = {"offline": False, "latency": 1500, "downloadThroughput": 5e4, "uploadThroughput": 5e4}
    protocol.send("Network.emulateNetworkConditions", slow)
    button = page.locator(".box button.primary")
    button.click()
    expect(button).to_be_disabled()
    expect(page.locator("#text")).to_have_value(TEXT)
    expect(page.locator("h1")).to_have_text(TITLE)


def test_a_server_that_starts_anew_in_the_middle_loses_nothing(page):
    with serving() as port:
        page.goto(f"http://127.0.0.1:{port}{QUESTION}")
        page.locator("input[value=image]").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#status")).to_contain_text("The server did not answer.")
    expect(page.locator("input[value=image]")).to_be_checked()
    with serving(port):
        page.get_by_role("button", name="Try again").click()
        expect(page).to_have_url(re.compile("/diagnose/.attachments=image&status=400$"))
        expect(page.locator(".answers")).to_contain_text("A picture")


# Eyes


@pytest.mark.parametrize("path", ["/", ADDRESS, QUESTION])
def test_text_at_twice_its_size_fits_a_narrow_window(release, live_server, page, path):
    page.set_viewport_size({"width": 640, "height": 512})
    page.goto(live_server.url + path)
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert fits(page)
    expect(page.locator("h1")).to_be_visible()


def test_with_reduced_motion_nothing_moves(release, live_server, page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(live_server.url + ADDRESS)
    page.get_by_role("link", name="Did not help").first.click()
    expect(page.locator(".checklist .no-help")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_chosen_colours_stay_without_a_flash(release, live_server, page):
    page.goto(live_server.url + "/")
    page.get_by_role("button", name="Light or dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(live_server.url + "/codes/429/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_paper_stands_what_helps_and_nothing_to_press(release, live_server, page):
    page.goto(live_server.url + ADDRESS)
    page.emulate_media(media="print")
    for shown in ("h1", "#steps", ".steps", ".why-list", ".paper"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".tools", ".bottom", ".marks", ".chip-remove", ".ticket .actions", ".ask"):
        for part in page.locator(hidden).all():
            expect(part).to_be_hidden()


def test_the_blocks_for_a_ticket_are_copied(release, live_server, context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + ADDRESS)
    for button, begins in (
        ("Copy text", TITLE),
        ("Copy Markdown", f"**[{TITLE}]("),
        ("Copy link", live_server.url + ADDRESS),
    ):
        page.get_by_role("button", name=button).click()
        expect(page.locator("#status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith(begins)


def test_an_answer_says_how_many_causes_it_leaves(release, live_server, page):
    page.goto(live_server.url + QUESTION)
    expect(page.locator(".option .left:visible")).to_have_count(0)
    page.locator("input[value=image]").check()
    expect(page.locator(".option .left:visible")).to_contain_text("causes left →")
