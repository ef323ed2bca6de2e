"""POST /diagnose/: a text in, an address out, nothing kept."""

import pytest
from django.test import Client

from tests.web.reading import body, heading, main

TEXT = (
    '{"message":"400 This model\'s maximum context length is 65536 tokens. However, you requested '
    '79519 tokens","status":400,"error":{"type":"invalid_request_error"}}'
)


def paste(client, text, **facts):
    return client.post("/diagnose/", {"text": text, **facts})


def test_it_works(release, client):
    response = paste(client, TEXT)
    assert response.status_code == 303
    assert response.headers["Cache-Control"] == "no-store"
    page = client.get(response.headers["Location"])
    assert heading(page) == "The conversation is too long for this model"


def test_no_cookie_is_set_and_no_token_is_needed(release):
    response = paste(Client(enforce_csrf_checks=True), TEXT)
    assert response.status_code == 303
    assert not response.cookies


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("429", "/diagnose/?read=status&status=429&about=429"),
        (" 502 \n", "/diagnose/?read=status&status=502&about=502"),
    ],
)
def test_a_status_alone_is_a_fact(release, client, text, location):
    assert paste(client, text).headers["Location"] == location


def test_a_code_of_a_provider_alone_is_a_fact(release, client):
    assert "signal=zhipu-1113" in paste(client, "1113").headers["Location"]


def test_what_was_answered_before_is_kept(release, client):
    location = paste(client, "429", attachments="image", unknown="onset").headers["Location"]
    assert location == "/diagnose/?attachments=image&read=status&status=429&unknown=onset&about=429"


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_an_empty_box_is_answered_with_a_sentence_and_the_focus(release, client, text):
    response = paste(client, text)
    assert response.status_code == 422
    assert response.headers["Cache-Control"] == "no-store"
    assert "The box is empty." in main(response)
    assert 'aria-invalid="true" autofocus' in body(response)


def test_too_long_a_text_is_answered_with_the_limit(release, client):
    response = paste(client, "ab " * 400_000)
    assert response.status_code == 413
    assert "at most 1000000 characters" in main(response)


def test_a_body_beyond_all_measure_is_answered_with_the_same_page(release, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = paste(client, "x" * 2000)
    assert response.status_code == 413
    assert heading(response) == "Why did the request fail?"
    assert "at most 1,000,000 characters" in main(response)


def test_line_ends_of_forms_do_not_count_twice(release, client):
    assert paste(client, "\r\n" * 400_000 + "x" * 400_000).status_code == 200


def test_a_text_that_says_nothing_is_told_honestly_and_stays(release, client):
    response = paste(client, "\nzzzz <qqqq>")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert heading(response) == "We found nothing that we know in this text"
    assert "\n\nzzzz &lt;qqqq&gt;</textarea>" in body(response)


def test_how_many_secrets_were_taken_out_is_told(release, client):
    response = paste(client, "zzzz sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2")
    assert "One secret was taken out before the text was read." in main(response)


@pytest.mark.parametrize("text", ["\x00\xff" * 1000, "\ud7ff\U0010ffff", "\u202eقلب", "𝟒𝟐𝟗"])
def test_no_text_breaks_the_page(release, client, text):
    assert paste(client, text).status_code in {200, 303}


def test_a_body_that_is_no_form_is_an_empty_box(release, client):
    response = client.post("/diagnose/", b"\x00\xff{", content_type="application/octet-stream")
    assert response.status_code == 422


def test_other_methods_are_refused(release, client):
    assert client.put("/diagnose/").status_code == 405
