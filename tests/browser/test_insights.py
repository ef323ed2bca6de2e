"""What visitors do becomes numbers that an editor sees, without a cookie."""

import re

import pytest
from playwright.sync_api import expect

from diagnostics.insights import counting
from diagnostics.insights.models import Count
from tests.browser.axe import violations
from tests.insights.counts import counted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CASE = "context-length-exceeded"
TEXT = (
    "400 This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"
)


@pytest.fixture(autouse=True)
def nothing_counted(release):
    counting.forget()
    yield
    counting.forget()


@pytest.fixture
def editor(live_server, browser, admin_user):
    """The browser of an editor who has signed in."""
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(live_server.url + "/admin/login/?next=/admin/figures/")
    page.get_by_label("Username").fill(admin_user.username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("Insights")
    return page


def happened():
    counting.write()
    return {f"{row.what} {row.name}": row.times for row in Count.objects.all()}


def paste(page, live_server, text=TEXT):
    page.goto(live_server.url + "/")
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Find the cause").click()


def answer(page, choice):
    page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Continue").click()


def test_what_a_visitor_does_is_seen_by_an_editor(live_server, page, editor):
    paste(page, live_server)
    page.get_by_role("link", name="Did not help").first.click()
    expect(page.locator(f"#{CASE}-1")).to_contain_text("Did not help")
    page.get_by_role("link", name="Solved it").first.click()
    page.wait_for_url(re.compile(r"\.solved"))
    page.goto(live_server.url + "/diagnose/")
    answer(page, "I don't know")
    page.wait_for_url("**/?unknown=status")
    assert page.context.cookies() == []
    assert happened().items() >= {
        *(("pasted recognised", 1), (f"case-shown {CASE}", 1), (f"case-recognised {CASE}", 1)),
        *((f"case-no-help {CASE}", 1), (f"case-solved {CASE}", 1)),
        *((f"solved-with {CASE} status=400", 1), ("question-unknown status", 1)),
    }
    editor.reload()
    row = editor.get_by_role("table", name="Cases").get_by_role("row", name=CASE)
    expect(row).to_contain_text("50 % of only 2")
    expect(editor.get_by_role("img", name="Share not recognised")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_loading_again_going_back_and_a_link_that_was_sent_say_nothing(
    live_server, browser, scripts
):
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(live_server.url + "/diagnose/?status=400")
    page.get_by_role("link", name="change").first.click()
    page.get_by_label("429", exact=False).first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/?status=429")
    page.reload()
    page.go_back()
    page.go_forward()
    other = browser.new_context().new_page()
    other.goto(live_server.url + f"/diagnose/?status=400&tried={CASE}.1.solved")
    shown = ("case-shown", "case-recognised", "question-asked")
    said = {key: n for key, n in happened().items() if not key.startswith(shown)}
    assert said == {"question-changed status": 1}


def test_a_table_is_downloaded_as_it_is_sorted(live_server, editor):
    counted("case-shown", "rate-limited", 3)
    counted("case-shown", CASE, 9)
    editor.reload()
    editor.get_by_role("link", name="Case", exact=True).click()
    with editor.expect_download() as download:
        editor.get_by_role("link", name="Cases as CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["Case", CASE, "rate-limited"]


@pytest.mark.parametrize("path", ["/admin/figures/?days=90", "/admin/proposals/"])
def test_axe_finds_nothing_and_nothing_breaks_the_policy(drafts, live_server, editor, path):
    problems = []
    editor.on("console", lambda m: m.type == "error" and problems.append(m.text))
    for case, on, off in ((CASE, 90, 10), ("rate-limited", 35, 65)):
        counted("case-shown", case, 30)
        counted("case-solved", case, on)
        counted("case-no-help", case, off)
        counted("solved-with", f"{case} tools=on", on)
        counted("solved-with", f"{case} tools=off", off)
    counted("pasted", "unclear", 4, ago=3)
    counted("pasted", "recognised", 9)
    counted("question-asked", "tools", 9)
    editor.goto(live_server.url + path)
    assert problems == []
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        editor.set_viewport_size({"width": width, "height": 800})
        editor.emulate_media(color_scheme=scheme)
        assert violations(editor, "#content") == [], scheme
        assert editor.evaluate("document.documentElement.scrollWidth") == width
