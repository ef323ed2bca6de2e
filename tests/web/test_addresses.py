"""Every address that a ticket may hold, and every wrong one."""

import re

import pytest
from django.test import Client

from diagnostics.web.urls import urlpatterns


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/codes/", 200),
        ("/codes/400/", 200),
        ("/codes/4xx/", 200),
        ("/codes/none/", 200),
        ("/cases/context-length-exceeded/", 200),
        ("/providers/openai/", 200),
        ("/zh-hans/codes/429/", 200),
        ("/diagnose/", 200),
        ("/diagnose/?status=400&colour=red", 200),
        ("/diagnose/?status=banana", 200),
        ("/diagnose/?signal=gone&like=x.y&limit=99999999999999999999", 200),
        ("/codes/299/", 404),
        ("/codes/abc/", 404),
        ("/cases/no-such-case/", 404),
    ],
)
def test_each_address_answers_without_a_query(release, client, path, status):
    assert client.get(path).status_code == status


def test_short_links_lead_to_the_page(release, client):
    assert client.get("/c/429").headers["Location"] == "/codes/429/"


def test_an_empty_box_is_refused_with_a_sentence(release, client):
    assert client.post("/diagnose/", {"text": " "}).status_code == 422


def test_too_long_a_text_is_refused_and_stays_in_the_form(release, client):
    response = client.post("/diagnose/", {"text": "ab " * 400_000})
    assert response.status_code == 413
    assert "ab " * 1000 in response.content.decode()


def test_what_is_not_recognised_is_said_and_stays_in_the_form(release, client):
    response = client.post("/diagnose/", {"text": "zzzz qqqq"})
    assert response.status_code == 200
    assert "zzzz qqqq" in response.content.decode()


def test_binary_is_read_like_text(release, client):
    assert client.post("/diagnose/", {"text": "\x00\x01\x02" * 50}).status_code in {200, 303}


def test_a_fragment_and_a_page_come_from_one_address(release, client):
    page = client.get("/codes/429/")
    fragment = client.get(
        "/codes/429/", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert "HX-Request-Type" in page.headers["Vary"]
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "<title>" in fragment.content.decode()


def test_a_secret_never_reaches_the_page_or_the_address(release, client):
    secret = "sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2"
    response = client.post("/diagnose/", {"text": f"401 Incorrect API key provided: {secret}"})
    assert response.status_code == 303
    assert secret not in response.headers["Location"]


FORMS = {"diagnose", "send", "tell"}
BUTTONS = {"leave-preview"}


def refused(pattern, method):
    address = re.sub("<str:[a-z]+>", "429", f"/{pattern.pattern}")
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    return response.status_code, response.headers.get("Allow")


@pytest.mark.parametrize(
    "pattern", [p for p in urlpatterns if p.name not in FORMS | BUTTONS], ids=str
)
def test_a_page_that_is_only_read_tells_which_methods_it_takes(release, pattern):
    for method in ("post", "put", "delete"):
        assert refused(pattern, method) == (405, "GET, HEAD")


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if p.name in FORMS], ids=str)
def test_a_page_with_a_form_tells_which_methods_it_takes(release, pattern):
    assert refused(pattern, "put") == (405, "GET, HEAD, POST")
