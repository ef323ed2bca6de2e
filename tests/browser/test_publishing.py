"""Publishing as a support lead does it, in Chromium."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from diagnostics.catalogue import current, previews
from diagnostics.catalogue.models import Case, Example, Preview, Release
from diagnostics.catalogue.publishing import publish
from diagnostics.catalogue.transfer import import_content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "rate-limited"
LIST = "/admin/catalogue/release/"


@pytest.fixture
def live(small, tmp_path, settings):
    """One release is live, and the drafts say something else."""
    settings.VAR_DIR = tmp_path
    current.forget()
    previews._kept.clear()
    import_content(small)
    publish(note="The first.")
    Case.objects.filter(slug=SLUG).update(title_en="Requests are too fast")
    yield
    current.forget()
    previews._kept.clear()


@pytest.fixture
def workshop(live, live_server, page, client):
    """The page for publishing, with a publisher signed in."""
    client.force_login(User.objects.create_superuser("lead"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{LIST}publish/")
    return page


def fail_a_check():
    case = Case.objects.get(slug=SLUG)
    Example.objects.create(case=case, text="401 Incorrect API key provided", position=99)


def send(page, note):
    page.get_by_label("What changes").fill(note)
    page.get_by_role("button", name="Publish", exact=True).click()


def test_what_was_reviewed_is_published_and_can_be_taken_back(workshop, live_server):
    page = workshop
    expect(page.locator("ins").first).to_have_text("Requests")
    send(page, "Plainer words.")
    expect(page.locator(".success")).to_have_text("Release 2 is published.")
    page.goto(f"{live_server.url}/cases/{SLUG}/")
    expect(page.locator("h1")).to_have_text("Requests are too fast")
    page.goto(f"{live_server.url}{LIST}1/roll-back/")
    page.get_by_role("button", name="Publish release 1 again").click()
    expect(page.locator(".success")).to_have_text("Release 3 is published.")
    page.goto(f"{live_server.url}/cases/{SLUG}/")
    expect(page.locator("h1")).not_to_have_text("Requests are too fast")


def test_a_failed_check_blocks_and_a_reason_overrules(workshop):
    page = workshop
    fail_a_check()
    page.reload()
    send(page, "An odd example.")
    expect(page.locator(".errorlist")).to_contain_text("write why it is published as it is")
    expect(page.get_by_label("What changes")).to_have_value("An odd example.")
    page.get_by_label("To publish all the same").fill("It is ambiguous.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#result_list")).to_contain_text("It is ambiguous.")


def test_the_second_of_two_publishers_is_told_what_the_first_changed(workshop):
    page = workshop
    publish(note="The first was faster.")
    send(page, "Mine.")
    expect(page.locator(".errornote")).to_contain_text("Somebody else published")
    expect(page.locator("main")).to_contain_text("The first was faster.")
    expect(page.get_by_label("What changes")).to_have_value("Mine.")
    assert Release.objects.count() == 2
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".success")).to_have_text("Release 3 is published.")


def test_a_link_shows_the_drafts_to_another_browser_until_it_ends(workshop, live_server, browser):
    workshop.get_by_role("button", name="Make a link").click()
    expect(workshop.locator(".success")).to_contain_text("/preview/")
    link = workshop.locator("#result_list a[href*='/preview/']").get_attribute("href")

    visitor = browser.new_context().new_page()
    visitor.goto(live_server.url + link)
    expect(visitor.get_by_role("complementary", name="Preview")).to_contain_text("of a draft")
    visitor.goto(f"{live_server.url}/cases/{SLUG}/")
    expect(visitor.locator("h1")).to_have_text("Requests are too fast")
    visitor.get_by_role("button", name="Leave the preview").click()
    visitor.goto(f"{live_server.url}/cases/{SLUG}/")
    expect(visitor.locator("h1")).not_to_have_text("Requests are too fast")

    visitor.goto(live_server.url + link)
    Preview.objects.update(expires=timezone.now() - timedelta(seconds=1))
    visitor.goto(f"{live_server.url}/cases/{SLUG}/")
    expect(visitor.locator("h1")).to_have_text("This preview has ended")
    visitor.get_by_role("link", name="To the site as everybody sees it").click()
    expect(visitor.get_by_role("complementary", name="Preview")).to_have_count(0)
