"""Sending an error to the maintainers: seen first, kept only when sent."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from redis.exceptions import RedisError

from diagnostics.insights import throttle
from diagnostics.insights.models import LONGEST, Report
from diagnostics.web.send import to_send
from tests.web.reading import body, heading, links, main, titles

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
STRANGE = "zzzz <qqqq> sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def send(client, said="teapot", headers=OURS, **facts):
    return client.post("/send/", {"text": said, **facts}, headers=headers)


def test_what_would_be_sent_is_shown_and_nothing_is_kept_yet(release, client):
    response = client.post("/diagnose/", {"text": "\n\nzzzz qqqq"})
    assert "Send this to the maintainers" in main(response)
    assert "zzzz qqqq</textarea>" in body(response).split('id="send-text"')[1]
    assert not Report.objects.exists()


def test_an_unclear_text_can_be_sent_with_what_was_read(release, client):
    said = "teapot refused to brew, code 418"
    response = client.post("/diagnose/", {"text": said}, headers=FRAGMENT)
    assert "Not recognised" in titles(response)[0]
    form = body(response).split('action="/send/"')[1]
    assert f"{said}</textarea>" in form
    assert '<input type="hidden" name="status" value="418">' in form


def test_the_address_of_a_diagnosis_has_no_text_to_send(release, client):
    response = client.get(
        "/diagnose/?like=image-invalid.faint&like=vision-ability-not-enabled.faint"
    )
    assert 'action="/send/"' not in body(response)
    assert "you can send it to the maintainers" in main(response)


def test_it_is_kept_when_it_is_sent(release, client):
    response = send(client, status="400", colour="red")
    assert (response.status_code, response.headers["Location"]) == (303, "/sent/?status=400")
    assert response.headers["Cache-Control"] == "no-store"
    kept = Report.objects.get()
    assert (kept.text, kept.language, kept.release) == ("teapot", "en", 0)
    assert kept.facts == [["status", "400"]]
    thanks = client.get(response.headers["Location"])
    assert heading(thanks) == "Thank you. An editor will look at it."
    assert "/diagnose/?status=400" in links(thanks)


def test_the_language_is_kept_with_it(release, client):
    client.post("/zh-hans/send/", {"text": "奇怪的报错"}, headers=OURS)
    assert Report.objects.get().language == "zh-hans"


def test_no_cookie_and_no_token_is_needed(release, client):
    client.handler.enforce_csrf_checks = True
    assert send(client).status_code == 303
    assert not client.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_other_sites_cannot_send(release, client, headers):
    assert send(client, headers=headers).status_code == 403
    assert not Report.objects.exists()


def test_an_old_browser_says_its_origin(release, client):
    assert send(client, headers={"Origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize(("said", "status"), [("", 422), (" \n", 422), ("ab " * LONGEST, 413)])
def test_nothing_and_too_much_are_refused_with_a_sentence(release, client, said, status):
    response = send(client, said)
    assert response.status_code == status
    assert heading(response) == "This was not sent"
    assert not Report.objects.exists()


def test_a_text_that_redaction_makes_too_long_is_refused_and_stays(release, client):
    said = "a@b.cc " * (LONGEST // 7)
    response = send(client, said)
    assert response.status_code == 413
    assert f"{said.strip()}</textarea>" in body(response)
    assert not Report.objects.exists()


def test_one_connection_cannot_flood_the_inbox(release, client):
    for number in range(throttle.EACH):
        assert send(client, f"teapot {number}").status_code == 303
    response = send(client)
    assert response.status_code == 429
    assert "teapot" in body(response)
    assert Report.objects.count() == throttle.EACH


def test_no_address_is_kept_for_counting(release, client, monkeypatch):
    keys = []
    monkeypatch.setattr(throttle.cache, "incr", lambda key: keys.append(key) or 1)
    send(client)
    assert "127.0.0.1" not in "".join(keys)


def test_behind_a_proxy_the_visitor_is_counted_not_the_proxy(release, client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for last in range(throttle.EACH + 1):
        headers = OURS | {"X-Forwarded-For": f"made-up, 192.0.2.{last}"}
        assert send(client, headers=headers).status_code == 303


def test_without_a_database_the_person_is_told(release, client, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("diagnostics.web.send.Report.objects.receive", fail)
    assert send(client).status_code == 503


def test_without_the_cache_that_counts_the_person_is_told(release, client, monkeypatch):
    def fail(*args):
        raise RedisError

    monkeypatch.setattr(throttle.cache, "add", fail)
    response = send(client)
    assert response.status_code == 503
    assert "teapot" in body(response)


def test_of_a_long_text_both_ends_are_sent():
    shown = to_send("a" * 5000 + "b" * 5000)
    assert len(shown) <= LONGEST
    assert (shown[0], shown[-1]) == ("a", "b")
    assert "[…]" in shown


CASE = "context-length-exceeded"
SIGNAL = "context-length-both-numbers"


@pytest.fixture
def in_vain(release) -> dict[str, list[str]]:
    """The facts of somebody who tried every step of a cause, and none helped."""
    steps = len(release.pages("en").cases[CASE].steps)
    marks = [f"{CASE}.{number}.could-not" for number in range(1, steps + 1)]
    return {"signal": [SIGNAL], "status": ["400"], "tried": marks}


def test_only_when_all_steps_were_tried_one_can_tell_what_one_saw(in_vain, client):
    assert 'action="/tell/"' in body(client.get("/diagnose/", in_vain))
    one_less = in_vain | {"tried": in_vain["tried"][1:]}
    assert 'action="/tell/"' not in body(client.get("/diagnose/", one_less))


def test_what_one_saw_is_shown_without_secrets_and_nothing_is_kept_yet(in_vain, client):
    response = client.post("/tell/", {"text": f"still red {STRANGE}", **in_vain})
    form = body(response).split('action="/send/"')[1]
    assert response.headers["Cache-Control"] == "no-store"
    assert "still red zzzz &lt;qqqq&gt;" in form
    assert "Zx81kPq0" not in body(response)
    assert '<input type="hidden" name="reason" value="did-not-help">' in form
    assert not Report.objects.exists()


def test_what_did_not_help_is_kept_with_its_reason_and_the_steps_in_vain(in_vain, client):
    sent = client.post(
        "/send/", {"text": "still red", "reason": "did-not-help", **in_vain}, headers=OURS
    )
    assert sent.status_code == 303
    kept = Report.objects.get()
    assert (kept.text, kept.reason) == ("still red", "did-not-help")
    assert kept.facts == sorted(
        [["signal", SIGNAL], ["status", "400"], *(["tried", mark] for mark in in_vain["tried"])]
    )


@pytest.mark.parametrize(("said", "status"), [(" \n", 422), ("ab " * LONGEST, 413)])
def test_telling_nothing_or_too_much_is_refused_and_all_stays(in_vain, client, said, status):
    response = client.post("/tell/", {"text": said, **in_vain})
    assert response.status_code == status
    assert heading(response) == "Tell the maintainers what you saw"
    assert '<input type="hidden" name="status" value="400">' in body(response)


def test_a_reason_that_does_not_exist_is_the_usual_one(release, client):
    send(client, reason="boredom")
    assert Report.objects.get().reason == "not-recognised"


def test_what_was_known_and_why_it_is_sent_survive_a_refusal(release, client):
    form = body(send(client, "a@b.cc " * (LONGEST // 7), status="400", reason="did-not-help"))
    assert '<input type="hidden" name="status" value="400">' in form
    assert '<input type="hidden" name="reason" value="did-not-help">' in form


def test_a_double_click_is_one_report(release, client):
    assert [send(client, status="400").status_code for _ in range(2)] == [303, 303]
    assert Report.objects.get().problem.times == 1
