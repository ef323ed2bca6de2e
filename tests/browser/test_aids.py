"""What helps editors in the forms of the catalogue, as a person sees it in Chromium."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from diagnostics.catalogue.models import Case, OutdatedText, Term
from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SLUG, OTHER = "rate-limited", "invalid-api-key"


@pytest.fixture
def said(page):
    """What the console says, such as that something is against the policy."""
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    return messages


@pytest.fixture
def admin(drafts, admin_client, live_server, page, said):
    """A page on which an editor is signed in."""
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size(WIDE)
    yield page
    assert [message for message in said if "Content Security Policy" in message] == []


def opened(page, live_server, row):
    kind = row._meta.model_name
    page.goto(f"{live_server.url}/admin/catalogue/{kind}/{row.pk}/change/")


def places(page, *names):
    """Left and upper edge of fields."""
    boxes = [page.locator(f"[name={name}]").bounding_box() for name in names]
    return [(box["x"], box["y"]) for box in boxes]


def test_languages_are_side_by_side_and_on_a_phone_below_each_other(admin, live_server):
    opened(admin, live_server, Term.objects.get(slug="token"))
    (left, first), (right, second) = places(admin, "summary_en", "summary_zh_hans")
    assert left < right
    assert first == second
    admin.set_viewport_size(PHONE)
    (left, first), (right, second) = places(admin, "summary_en", "summary_zh_hans")
    assert left == right
    assert first < second
    width = admin.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]


def test_a_mark_appears_with_a_change_of_meaning_and_goes_when_it_is_still_right(
    admin, live_server
):
    opened(admin, live_server, Term.objects.get(slug="token"))
    admin.get_by_role("group", name="Title").get_by_label("English").fill("A token")
    expect(admin.get_by_label("its meaning changed")).to_be_checked()
    admin.get_by_role("button", name="Save and continue editing").click()
    mark = admin.locator(".field-title_zh_hans .outdated")
    expect(mark).to_contain_text("the English changed")
    mark.get_by_label("It is still right").check()
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.locator(".outdated")).to_have_count(0)
    assert not OutdatedText.objects.exists()


def test_the_preview_follows_the_field_that_is_worked_on(admin, live_server):
    opened(admin, live_server, Term.objects.get(slug="token"))
    admin.locator("[name=summary_en]").fill("It is **bold**, see [that](/cases/nowhere/).")
    expect(admin.locator(".field-summary_en .preview strong")).to_have_text("bold")
    expect(admin.locator(".live-answer .bad")).to_have_text("There is no page /cases/nowhere/.")
    admin.locator("[name=text_zh_hans]").focus()
    expect(admin.locator(".field-text_zh_hans .preview")).to_be_visible()
    expect(admin.locator(".preview")).to_have_count(1)
    assert admin.locator(".preview").get_attribute("lang") == "zh-hans"


def test_a_pattern_tells_what_it_matches_and_what_is_wrong_with_it(admin, live_server):
    case = Case.objects.get(slug=SLUG)
    Case.objects.get(slug=OTHER).examples.create(text="All zebras are gone")
    opened(admin, live_server, case)
    field, answer = (
        admin.locator("[name=patterns-0-match]"),
        admin.locator("#patterns-0 .live-answer"),
    )
    admin.locator("[name=patterns-0-place]").select_option("message")
    field.fill("all zebras")
    expect(answer.locator("mark")).to_have_text("All zebras", timeout=20_000)
    expect(answer.get_by_role("link")).to_have_text(OTHER)
    field.fill("all (zebras")
    expect(answer).to_contain_text("Line 1, column 5")


def test_a_row_that_was_just_added_is_answered_too(admin, live_server):
    opened(admin, live_server, Case.objects.get(slug=SLUG))
    admin.locator("#steps-group .add-row a").click()
    number = int(admin.locator("[name=steps-TOTAL_FORMS]").input_value()) - 1
    admin.locator(f"[name=steps-{number}-text_en]").fill("Be **quick**")
    expect(admin.locator(f"#steps-{number} .preview strong")).to_have_text("quick", timeout=20_000)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_in_what_was_added(drafts, admin_client, live_server, page, look):
    session = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.emulate_media(color_scheme=look)
    opened(page, live_server, Term.objects.get(slug="token"))
    page.locator("[name=title_en]").fill("A token")
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator("[name=summary_en]").fill("See [that](/cases/nowhere/) `key`.")
    expect(page.locator(".preview")).to_be_visible()
    for part in (".both-texts", ".meaning"):
        assert violations(page, part) == []
