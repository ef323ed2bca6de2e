"""/d: the link that a client puts on an error."""

import pytest


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("", "/diagnose/"),
        ("?status=429", "/diagnose/?read=status&status=429"),
        (
            "?status=429&provider=OpenAI",
            "/diagnose/?provider=openai&read=provider&read=status&status=429",
        ),
        ("?provider=api.deepseek.com", "/diagnose/?provider=deepseek&read=provider"),
        ("?status=banana&provider=nobody&model=x&client=y&else=z", "/diagnose/"),
        ("?code=1113&provider=zhipu", "/diagnose/?provider=zhipu&read=provider&signal=zhipu-1113"),
    ],
)
def test_it_leads_to_what_is_known(release, client, query, location):
    response = client.get(f"/d{query}")
    assert (response.status_code, response.headers["Location"]) == (302, location)


def test_an_identifier_is_read_like_a_text(release, client):
    location = client.get("/d?code=context_length_exceeded").headers["Location"]
    assert "signal=context-length-code" in location


def test_a_code_of_any_length_and_kind_is_tolerated(release, client):
    assert client.get("/d", {"code": "\x00" * 9000, "status": "٤"}).status_code == 302


def test_it_keeps_the_language(release, client):
    location = client.get("/zh-hans/d?status=429").headers["Location"]
    assert location == "/zh-hans/diagnose/?read=status&status=429"
