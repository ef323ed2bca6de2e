"""The work of an editor with nothing but the pages of the admin."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from diagnostics.catalogue.models import Case, Change
from diagnostics.catalogue.transfer import import_content
from tests.browser.axe import violations
from tests.browser.forms import fill, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADMIN = "/admin/catalogue"
SLUG = "rate-limited"
TEXTS = ("title", "summary", "cause", "symptoms", "confirm", "otherwise")


@pytest.fixture
def content(small_content):
    import_content(small_content)
    Change.objects.all().delete()


@pytest.fixture
def editor(live_server, new_context, django_user_model, content):
    """A page of a browser of its own, signed in, for each name."""

    def sign_in(name):
        client = Client()
        client.force_login(django_user_model.objects.create_superuser(name))
        context = new_context()
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return sign_in


def address(live_server, case):
    return f"{live_server.url}{ADMIN}/case/{case.pk}/change/"


def test_a_case_is_added_with_the_page_alone_and_is_in_the_log(live_server, editor):
    page = editor("ann")
    page.goto(f"{live_server.url}{ADMIN}/case/add/")
    for name in TEXTS:
        page.locator(f"#id_{name}_en").fill(f"{name} in English")
        page.locator(f"#id_{name}_zh_hans").fill(f"{name} 中文")
    page.locator("#id_message").fill("418 I am a teapot")
    for name, value in (("group", "content"), ("prior", "rare"), ("retry", "never")):
        page.locator(f"#id_{name}").select_option(value)
    page.locator("#id_actor").select_option("you")
    page.locator("#id_slug").fill("teapot")
    fill(page, "steps", text_en="Brew.", text_zh_hans="泡茶。")
    number = fill(page, "patterns", slug="teapot", match="teapot", example="I am a teapot")
    page.locator(f"#id_patterns-{number}-grade").select_option("proves")
    fill(page, "examples", text="418 I am a teapot")
    page.locator(".evidence summary", has_text="Which status number").click()
    page.locator(".evidence summary", has_text="more answers").click()
    page.get_by_role("radiogroup", name="405").get_by_label("likely", exact=True).check()
    save(page)
    expect(page.locator(".messagelist .success")).to_contain_text("teapot")

    case = Case.objects.get(slug="teapot")
    assert [step.text_en for step in case.steps.all()] == ["Brew."]
    assert [(p.slug, p.grade) for p in case.patterns.all()] == [("teapot", "proves")]
    assert [example.text for example in case.examples.all()] == ["418 I am a teapot"]
    assert [(e.option.value, e.grade) for e in case.evidence.all()] == [("405", "likely")]
    page.goto(f"{live_server.url}{ADMIN}/change/")
    line = page.locator("#result_list tbody tr").first
    expect(line).to_contain_text("cases/teapot")
    expect(line).to_contain_text("ann")


def test_two_editors_of_the_same_case_lose_nothing(live_server, editor):
    case = Case.objects.get(slug=SLUG)
    ann, ben = editor("ann"), editor("ben")
    for page in (ann, ben):
        page.goto(address(live_server, case))
    ben.locator("#id_title_en").fill("Bens title")
    save(ben)
    expect(ben.locator(".messagelist .success")).to_be_visible()
    ann.locator("#id_message").fill("Anns message")
    fill(ann, "steps", text_en="Anns step.", text_zh_hans="步骤。")
    save(ann)
    told = ann.get_by_role("alert")
    expect(told).to_contain_text("ben")
    expect(told.locator("ins").first).to_be_visible()
    expect(ann.locator("#id_title_en")).to_have_value("Bens title")
    expect(ann.locator("#id_message")).to_have_value("Anns message")
    save(ann)
    expect(ann.locator(".messagelist .success")).to_be_visible()
    case.refresh_from_db()
    assert (case.title_en, case.message) == ("Bens title", "Anns message")
    assert case.steps.last().text_en == "Anns step."


def test_a_link_to_a_folded_section_opens_it(live_server, editor):
    page = editor("ann")
    page.goto(address(live_server, Case.objects.get(slug=SLUG)))
    tests = page.locator("#experiments-group")
    expect(tests).to_be_hidden()
    page.get_by_role("link", name="One-minute tests").click()
    expect(tests).to_be_visible()


def test_axe_finds_nothing_of_ours_on_the_page_of_a_case(live_server, editor):
    """Django's own forms have findings of their own (hidden labels of search fields)."""
    page = editor("ann")
    page.goto(address(live_server, Case.objects.get(slug=SLUG)))
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for context in (".evidence", ".contents", ".entry-section > .help"):
        assert violations(page, context) == []


def test_no_page_of_the_catalogue_asks_for_what_the_policy_forbids(live_server, editor):
    page = editor("ann")
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    case = Case.objects.get(slug=SLUG)
    for path in ("case/", "case/add/", "provider/1/change/", "change/", f"case/{case.pk}/delete/"):
        page.goto(f"{live_server.url}{ADMIN}/{path}")
    page.goto(address(live_server, case))
    assert problems == []
