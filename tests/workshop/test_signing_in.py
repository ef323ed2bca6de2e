"""Signing in: the password, the second factor, and what happens to those who guess."""

import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from diagnostics.catalogue.models import Change
from diagnostics.workshop.second_factor import is_on, recovery_codes_left, secret
from tests.workshop.accounts import (
    PASSWORD,
    an_hour_passes,
    code_of,
    user_as,
    with_second_factor,
    wrong_code_of,
)

LOGIN = "/admin/login/?next=/admin/catalogue/case/"
STEP = "/admin/login/code/?next=/admin/catalogue/case/"
FACTOR = "/admin/second-factor/"


@pytest.fixture
def ada(db):
    return user_as("Editor", "ada")


def give_password(client, password=PASSWORD, name="ada", address="192.0.2.1"):
    fields = {"username": name, "password": password}
    return client.post(LOGIN, fields, REMOTE_ADDR=address)


def reached(client, path="/admin/catalogue/case/"):
    """Where a request leads in the end."""
    response = client.get(path, follow=True)
    return response.redirect_chain[-1][0] if response.redirect_chain else path


# The password


def test_the_session_is_new_after_signing_in_and_no_script_can_read_it(ada, client):
    client.get("/admin/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    cookie = give_password(client).cookies["sessionid"]
    assert cookie.value != planted
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 12 * 3600)
    assert SESSION_KEY not in Client(headers={"cookie": f"sessionid={planted}"}).session


def test_signing_in_never_leads_to_another_host(ada, client):
    fields = {"username": "ada", "password": PASSWORD}
    response = client.post("/admin/login/?next=https://evil.example/", fields)
    assert response["Location"] == "/admin/"


def test_signing_out_takes_a_form(ada, client):
    client.force_login(ada)
    assert client.get("/admin/logout/").status_code == 405
    assert client.post("/admin/logout/").status_code == 200
    assert reached(client) == LOGIN


def test_a_new_password_ends_the_other_sessions_of_a_user(ada, client):
    here, elsewhere = client, Client()
    here.force_login(ada)
    elsewhere.force_login(ada)
    new = "a short night in Reykjavik"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    here.post("/admin/password_change/", fields)
    assert here.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_after_five_wrong_passwords_a_page_says_when_to_try_again(ada, client):
    answers = [give_password(client, "guess") for _number in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    page = answers[-1].content.decode()
    assert "There were too many wrong passwords. Try again in 59\xa0minutes." in page
    assert 3590 < int(answers[-1]["Retry-After"]) <= 3600
    assert "no-store" in answers[-1]["Cache-Control"]
    assert give_password(client).status_code == 429


def test_the_answer_to_a_guesser_does_not_tell_who_has_an_account(ada, client):
    pages = {
        give_password(client, "guess", name).content
        for _number in range(6)
        for name in ("ada", "nobody")
    }
    assert sum(b"too many wrong passwords" in page for page in pages) == 1


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(ada, client):
    pages = [give_password(client, "guess", name) for name in ("ada", "bob")]
    told = [page.context["form"].non_field_errors() for page in pages]
    assert told[0] == told[1]


def test_trying_too_early_does_not_make_the_wait_longer(ada, client):
    for _number in range(5):
        give_password(client, "guess")
    first = AccessAttempt.objects.get().attempt_time
    give_password(client, "guess")
    attempt = AccessAttempt.objects.get()
    assert (attempt.attempt_time, attempt.failures_since_start) == (first, 5)


def test_a_right_password_forgets_the_wrong_ones(ada, client):
    for _number in range(4):
        give_password(client, "guess")
    assert give_password(client).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_attempts_are_forgotten_an_hour_later_and_passwords_are_never_kept(ada, client):
    give_password(client, "my other password", "bob")
    assert "my other password" not in AccessAttempt.objects.get().post_data
    AccessAttempt.objects.update(attempt_time="2026-01-01T00:00Z")
    give_password(client, "guess")
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["ada"]


def test_a_superuser_unlocks_with_the_command_or_in_the_admin(ada, client):
    def lock():
        for _number in range(5):
            status = give_password(client, "guess").status_code
        assert status == 429

    lock()
    call_command("axes_reset_username", "ada", verbosity=0)
    assert give_password(client).status_code == 302
    client.logout()
    lock()
    boss = Client()
    boss.force_login(user_as("Superuser"))
    rows = [attempt.pk for attempt in AccessAttempt.objects.all()]
    boss.post(
        "/admin/axes/accessattempt/",
        {"action": "delete_selected", "_selected_action": rows, "post": "yes"},
    )
    assert give_password(client).status_code == 302


# The second factor


def test_without_a_second_factor_the_password_is_enough(ada, client):
    give_password(client)
    assert reached(client) == "/admin/catalogue/case/"


def test_with_a_second_factor_nothing_opens_before_the_code(ada, client):
    device, _codes = with_second_factor(ada)
    give_password(client)
    assert reached(client) == STEP
    half = client.session.session_key
    response = client.post(STEP, {"code": code_of(device)})
    assert (response.status_code, response["Location"]) == (302, "/admin/catalogue/case/")
    assert client.session.session_key != half
    assert reached(client) == "/admin/catalogue/case/"


def test_a_code_may_be_typed_with_spaces_and_works_once(ada, client):
    device, _codes = with_second_factor(ada)
    code = code_of(device)
    give_password(client)
    assert client.post(STEP, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    other = Client()
    give_password(other)
    response = other.post(STEP, {"code": code})
    assert response.status_code == 422
    assert "This code is wrong, or was used before." in response.content.decode()
    assert reached(other) == STEP


def test_a_recovery_code_works_once_and_the_rest_are_counted(ada, client):
    _device, codes = with_second_factor(ada)
    assert len(set(codes)) == 10
    give_password(client)
    page = client.post(STEP, {"code": codes[0].upper()}, follow=True).content.decode()
    assert "You have 9 recovery codes left." in page
    other = Client()
    give_password(other)
    assert other.post(STEP, {"code": codes[0]}).status_code == 422
    assert recovery_codes_left(ada) == 9


def test_guessing_codes_is_slowed_down_for_the_user_and_not_for_the_session(ada, client):
    device, _codes = with_second_factor(ada)
    give_password(client)
    for number in range(8):
        wrong = client.post(STEP, {"code": wrong_code_of(device)})
        assert wrong.status_code == 422, number
        if number < 7:
            TOTPDevice.objects.update(throttling_failure_timestamp="2026-01-01T00:00Z")
    other = Client()
    give_password(other)
    response = other.post(STEP, {"code": code_of(device)})
    assert response.status_code == 429
    assert "There were too many wrong codes. Try again in 2\xa0minutes." in (
        response.content.decode()
    )
    assert reached(other) == STEP
    an_hour_passes()
    assert other.post(STEP, {"code": code_of(device)}).status_code == 302


def test_recovery_codes_cannot_be_guessed_either(ada, client):
    _device, codes = with_second_factor(ada)
    give_password(client)
    assert client.post(STEP, {"code": "abcdefgh"}).status_code == 422
    assert client.post(STEP, {"code": codes[0]}).status_code == 429


def test_a_code_of_somebody_else_opens_nothing(ada, client):
    with_second_factor(ada)
    device, codes = with_second_factor(user_as("Editor", "bob"))
    give_password(client)
    assert client.post(STEP, {"code": code_of(device)}).status_code == 422
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    assert client.post(STEP, {"code": codes[0]}).status_code == 422
    assert reached(client) == STEP


def test_the_second_step_never_leads_to_another_host(ada, client):
    device, _codes = with_second_factor(ada)
    give_password(client)
    response = client.post("/admin/login/code/?next=//evil.example/", {"code": code_of(device)})
    assert response["Location"] == "/admin/"


def test_the_second_step_is_no_way_around_the_password(ada, client):
    device, _codes = with_second_factor(ada)
    response = client.post(STEP, {"code": code_of(device)})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert reached(client) == LOGIN


def test_the_second_step_keeps_the_check_for_forged_requests(ada):
    client = Client(enforce_csrf_checks=True)
    device, _codes = with_second_factor(ada)
    client.force_login(ada)
    assert client.post(STEP, {"code": code_of(device)}).status_code == 403


def test_half_a_sign_in_can_be_left(ada, client):
    with_second_factor(ada)
    give_password(client)
    assert client.post(STEP, {"leave": ""})["Location"] == "/admin/login/"
    assert SESSION_KEY not in client.session


def test_a_session_from_before_is_asked_for_a_code_too(ada, client):
    client.force_login(ada)
    with_second_factor(ada)
    assert reached(client) == STEP


def test_wrong_passwords_are_counted_for_users_with_a_second_factor_too(ada, client):
    with_second_factor(ada)
    answers = [give_password(client, "guess").status_code for _number in range(5)]
    assert answers[-1] == 429


# Switching it on and off


@pytest.fixture
def setting_up(ada, client):
    """An app that is being set up, for a user who is signed in."""
    client.force_login(ada)
    assert client.post(FACTOR, {"step": "set-up"}).status_code == 302
    return TOTPDevice.objects.get(user=ada, confirmed=False)


def test_looking_at_the_page_sets_nothing_up(ada, client):
    client.force_login(ada)
    assert "Off: your password is all" in client.get(FACTOR).content.decode()
    assert not TOTPDevice.objects.exists()


def test_setting_up_shows_the_secret_as_a_picture_and_as_text(setting_up, client):
    page = client.get(FACTOR)
    assert secret(setting_up) in page.content.decode()
    assert '<img src="data:image/svg+xml' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not is_on(setting_up.user)


def test_the_right_code_switches_it_on_and_shows_the_recovery_codes_once(setting_up, client, ada):
    response = client.post(FACTOR, {"step": "confirm", "code": code_of(setting_up)})
    codes = response.context["codes"]
    assert all(code in response.content.decode() for code in codes)
    assert (is_on(ada), recovery_codes_left(ada), len(codes)) == (True, 10, 10)
    later = client.get(FACTOR).content.decode()
    assert "You have 10 recovery codes left." in later
    assert not any(code in later for code in [*codes, secret(setting_up)])


def test_a_wrong_code_switches_nothing_on(setting_up, client, ada):
    response = client.post(FACTOR, {"step": "confirm", "code": wrong_code_of(setting_up)})
    assert response.status_code == 422
    assert secret(setting_up) in response.content.decode()
    assert not is_on(ada)


def test_a_confirmation_that_is_sent_twice_does_nothing_the_second_time(setting_up, client, ada):
    fields = {"step": "confirm", "code": code_of(setting_up)}
    client.post(FACTOR, fields)
    assert "You have 10 recovery codes left." in client.post(FACTOR, fields).content.decode()
    assert is_on(ada)


def test_setting_up_can_be_given_up(setting_up, client):
    client.post(FACTOR, {"step": "cancel"})
    assert not TOTPDevice.objects.exists()


def test_it_is_switched_off_with_a_valid_code_only(setting_up, client, ada):
    client.post(FACTOR, {"step": "confirm", "code": code_of(setting_up)})
    wrong = client.post(FACTOR, {"step": "switch-off", "code": wrong_code_of(setting_up)})
    assert (wrong.status_code, is_on(ada)) == (422, True)
    an_hour_passes()
    client.post(FACTOR, {"step": "switch-off", "code": code_of(setting_up, ahead=1)})
    assert not is_on(ada)
    assert not StaticDevice.objects.exists()
    assert client.get("/admin/").status_code == 200


def test_the_log_tells_that_it_was_switched_on_and_off_and_nothing_secret(
    setting_up, client, ada, caplog
):
    with caplog.at_level(logging.DEBUG):
        codes = client.post(FACTOR, {"step": "confirm", "code": code_of(setting_up)}).context[
            "codes"
        ]
        client.post(FACTOR, {"step": "switch-off", "code": codes[0]})
    lines = [(c.author, str(c), c.fields) for c in Change.objects.order_by("pk")]
    assert lines == [
        (ada, "users/ada: changed", [["second factor", None, "on"]]),
        (ada, "users/ada: changed", [["second factor", "on", None]]),
    ]
    logged = " ".join(record.getMessage() for record in caplog.records if "sql" not in vars(record))
    assert setting_up.key not in logged
    assert secret(setting_up).replace(" ", "") not in logged
