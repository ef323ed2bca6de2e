"""From what a visitor sent in to a release and back: the whole way of a publisher, in Chromium."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from diagnostics.catalogue import current
from diagnostics.catalogue.models import Case
from diagnostics.catalogue.publishing import publish
from diagnostics.catalogue.transfer import import_content
from diagnostics.insights.models import Report
from tests.browser.forms import begin_case, fill, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRANGE = "405 zzqx: flumbered the wobbly gribnak"
TEXTS = ("summary", "cause", "symptoms", "wordings", "confirm", "otherwise")
PUBLISH = "/admin/catalogue/release/publish/"


@pytest.fixture
def live(small, tmp_path, settings):
    """One release is live, and one report was sent in."""
    settings.VAR_DIR = tmp_path
    current.forget()
    import_content(small)
    publish(note="The first.")
    Report.objects.receive(STRANGE, facts=[], release=1, language="en")
    yield
    current.forget()


@pytest.fixture
def publisher(live, live_server, page, client):
    """A browser with a publisher signed in."""
    client.force_login(User.objects.create_superuser("lead"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_default_timeout(60_000)
    return page


def case_from_the_report(page, site):
    page.goto(f"{site}/admin/insights/problem/")
    page.get_by_role("link", name=STRANGE).click()
    page.get_by_role("link", name="New case from this text").click()
    begin_case(page)
    expect(page.locator(".unfinished")).to_be_visible()


def complete_case(page, *, match, example):
    for name in TEXTS:
        page.locator(f"#id_{name}_en").fill(f"The gribnak was flumbered, says the {name}.")
        page.locator(f"#id_{name}_zh_hans").fill(f"gribnak 坏了：{name}。")
    fill(page, "steps", text_en="Turn the gribnak round.", text_zh_hans="把 gribnak 转过来。")
    number = fill(page, "patterns", slug="flumbered", match=match, example=example)
    page.locator(f"#id_patterns-{number}-grade").select_option("proves")
    fill(page, "sources", title="Manual", url="https://example.org/", verified="2026-11-25")
    page.locator(".evidence summary", has_text="appear word by word").click()
    page.locator(".evidence details[open]").get_by_label("likely", exact=True).first.check()
    page.get_by_role("button", name="Save and finish").click()
    expect(page.locator(".messagelist")).to_contain_text("is finished")


def send(page, site, note):
    page.goto(site + PUBLISH)
    page.get_by_label("What changes").fill(note)
    page.get_by_role("button", name="Publish", exact=True).click()


def test_a_report_becomes_a_case_that_is_mended_published_and_taken_back(publisher, live_server):
    page, site = publisher, live_server.url
    case_from_the_report(page, site)
    complete_case(page, match="(?i)rate limit reached", example="Rate limit reached")
    assert not Case.objects.get(slug="flumbered").unfinished

    send(page, site, "A new case.")
    expect(page.locator(".failed")).to_contain_text("is found in example 1 of rate-limited too")
    expect(page.locator(".errorlist")).to_contain_text("Mend what is listed")

    case = Case.objects.get(slug="flumbered")
    page.goto(f"{site}/admin/catalogue/case/{case.pk}/change/")
    page.locator("#id_patterns-0-match").fill("flumbered .* gribnak")
    page.locator("#id_patterns-0-example").fill("flumbered the wobbly gribnak")
    save(page)
    send(page, site, "A new case, mended.")
    expect(page.locator(".success")).to_have_text("Release 2 is published.")

    page.goto(site)
    page.locator("#text").fill(STRANGE)
    page.locator("#text").press("Control+Enter")
    expect(page.locator("h1")).to_have_text("The gribnak is flumbered")

    page.goto(f"{site}/admin/catalogue/release/1/roll-back/")
    page.get_by_role("button", name="Publish release 1 again").click()
    expect(page.locator(".success")).to_have_text("Release 3 is published.")
    assert page.goto(f"{site}/cases/flumbered/").status == 404
