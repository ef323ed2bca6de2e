"""Signing in as people do: with a second factor, with a recovery code, and locked out."""

from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.workshop.accounts import PASSWORD, an_hour_passes, user_as, with_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def problems(page):
    """What the browser complains about: scripts, styles and images that the policy refuses."""
    found = []
    page.on("console", lambda m: found.append(m.text) if "Security Policy" in m.text else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def sign_in(page, live_server):
    def give(password=PASSWORD):
        page.goto(f"{live_server.url}/admin/login/?next=/admin/second-factor/")
        page.get_by_label("Username").fill("ada")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Log in").click()

    return give


def shown_by_the_app(secret, *, ahead=0):
    return f"{totp(b32decode(secret), drift=ahead):06}"


def give_code(page, code, button="Log in"):
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name=button).click()


def test_a_second_factor_is_switched_on_and_signs_in(page, sign_in, problems):
    user_as("Editor", "ada")
    sign_in()
    page.get_by_role("button", name="Set it up").click()
    picture = page.get_by_role("img", name="The secret below as a QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 100
    secret = page.locator(".secret").inner_text().replace(" ", "")
    give_code(page, shown_by_the_app(secret), "Switch it on")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("button", name="Log out").click()

    sign_in()
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    give_code(page, shown_by_the_app(secret))  # once more, from where it was read
    expect(page.get_by_role("alert")).to_contain_text("was used before")
    an_hour_passes()
    give_code(page, shown_by_the_app(secret, ahead=1))
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert problems == []


def test_a_recovery_code_signs_in_when_the_phone_is_lost(page, sign_in):
    _device, codes = with_second_factor(user_as("Editor", "ada"))
    sign_in()
    give_code(page, codes[3])
    expect(page.locator(".messagelist")).to_contain_text("You have 9 recovery codes left.")


def test_half_a_sign_in_leads_back_to_the_code(page, sign_in, live_server):
    with_second_factor(user_as("Editor", "ada"))
    sign_in()
    page.goto(f"{live_server.url}/admin/catalogue/case/")
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    page.get_by_role("button", name="Sign in as somebody else").click()
    expect(page.get_by_label("Password")).to_be_visible()


def test_after_too_many_wrong_passwords_a_page_says_what_to_do(page, sign_in, problems):
    user_as("Editor", "ada")
    for _number in range(5):
        sign_in("guess")
    expect(page.get_by_role("alert")).to_contain_text("Try again in 59")
    expect(page.get_by_text("A superuser can open the door")).to_be_visible()
    sign_in()
    expect(page.get_by_role("alert")).to_contain_text("too many wrong passwords")
    assert problems == []
