"""From a text that was not recognised to a case, an example and a pattern, in Chromium."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from diagnostics.catalogue.models import Case
from diagnostics.insights.models import Problem, Report
from tests.browser.forms import begin_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STRANGE = "zzqx: flumbered the wobbly gribnak"
SLUG = "rate-limited"


@pytest.fixture
def visitor(drafts, release, live_server, browser):
    """Another browser than the editor's, without scripts."""
    cache.clear()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(60_000)
    return page


@pytest.fixture
def editor(drafts, release, live_server, page, admin_user):
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/admin/insights/problem/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("Problems, the most frequent first")
    return page


def receive(text: str) -> Problem:
    report = Report.objects.receive(text, facts=[["status", "429"]], release=0, language="en")
    return report.problem


def choose_case(page, slug: str) -> None:
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill(slug)
    page.locator(".select2-results__option", has_text=slug).click()


def test_a_text_that_a_visitor_sends_becomes_a_case(visitor, editor, live_server):
    visitor.goto(live_server.url)
    visitor.locator("#text").fill(STRANGE)
    visitor.get_by_role("button", name="Find it and mark it in my text").click()
    visitor.get_by_role("button", name="Send to the maintainers").click()
    expect(visitor.locator("h1")).to_have_text("Thank you. An editor will look at it.")

    editor.reload()
    editor.get_by_role("link", name=STRANGE).click()
    expect(editor.locator(".told pre")).to_have_text(STRANGE)
    editor.get_by_role("link", name="New case from this text").click()
    expect(editor.get_by_label("Message")).to_have_value(STRANGE)
    begin_case(editor)
    expect(editor.locator(".unfinished")).to_contain_text("cause: there is none yet")
    case = Case.objects.get(slug="flumbered")
    assert [example.text for example in case.examples.all()] == [STRANGE]
    assert Problem.objects.get().case == case


def test_a_text_becomes_an_example_of_the_case_that_is_chosen(editor):
    problem = receive("the frobnicator takes no more than three requests a minute")
    editor.reload()
    editor.get_by_role("link", name="the frobnicator").click()
    choose_case(editor, SLUG)
    editor.get_by_label("Note").fill("A new relay.")
    editor.get_by_role("button", name="Make it an example", exact=True).click()
    expect(editor.locator(".messagelist")).to_contain_text(f"an example of {SLUG}")
    problem.refresh_from_db()
    assert (problem.state, problem.note) == ("confirmed", "A new relay.")
    assert problem.case.examples.last().text == problem.text


def test_a_pattern_is_written_beside_the_text(editor):
    problem = receive(f"Error 429: {STRANGE}")
    editor.reload()
    editor.get_by_role("link", name=STRANGE).click()
    editor.get_by_role("link", name="New pattern from this text").click()
    expect(editor.locator(".told pre")).to_have_text(problem.text)
    choose_case(editor, SLUG)
    editor.get_by_label("Slug").fill("flumbered")
    editor.get_by_label("Match").fill("gribnak of another kind")
    editor.locator("#id_grade").select_option("proves")
    editor.get_by_role("button", name="Add it to the draft").click()
    expect(editor.locator(".errorlist")).to_have_text("The pattern does not find this line.")
    editor.get_by_label("Match").fill("flumbered .* gribnak")
    expect(editor.locator(".live-answer")).to_contain_text("It is found in the problem at hand")
    editor.get_by_role("button", name="Add it to the draft").click()
    expect(editor.locator(".opinion").last).to_contain_text("almost certain")
    assert Case.objects.get(slug=SLUG).patterns.last().match == "flumbered .* gribnak"


def test_what_did_not_help_is_seen_before_it_is_sent(visitor, live_server, release):
    case = "context-length-exceeded"
    steps = len(release.pages("en").cases[case].steps)
    tried = "".join(f"&tried={case}.{number}.no-help" for number in range(1, steps + 1))
    signals = "signal=context-length-both-numbers&message=context-length-exceeded&status=400"
    visitor.set_viewport_size({"width": 390, "height": 800})
    visitor.goto(f"{live_server.url}/diagnose/?{signals}{tried}")
    visitor.get_by_label("What happened, or the error as it is now").fill(
        "still too long, my key is sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2"
    )
    visitor.get_by_role("button", name="Show me what would be sent").click()
    expect(visitor.locator("h1")).to_have_text("Not sent yet: look at it first")
    assert "Zx81kPq0" not in visitor.content()
    assert visitor.evaluate("document.documentElement.scrollWidth") == 390
    assert not Report.objects.exists()
    visitor.get_by_role("button", name="Send to the maintainers").click()
    expect(visitor.locator("h1")).to_have_text("Thank you. An editor will look at it.")
    kept = Report.objects.get()
    assert (kept.reason, len([f for f in kept.facts if f[0] == "tried"])) == ("did-not-help", steps)
