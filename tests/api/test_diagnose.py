"""POST /api/v1/diagnose."""

import pytest
from django.test import Client

TEXT = "This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"


def post(client, body, **headers):
    return client.post("/api/v1/diagnose", body, content_type="application/json", **headers)


def test_it_names_the_cause_with_title_and_address(release, client):
    result = post(client, {"text": TEXT}).json()
    assert result["verdict"] == "recognised"
    assert result["candidates"][0]["title"]["en"] == "The conversation is too long for this model"
    assert result["candidates"][0]["url"] == ("http://testserver/cases/context-length-exceeded/")


def test_it_asks_with_texts_in_both_languages(release, client):
    question = post(client, {"answers": {"status": "429"}}).json()["question"]
    assert set(question["title"]) == {"en", "zh-hans"}
    assert set(question["labels"]["en"]) >= set(question["options"]) - {"none-of-these"}


def test_a_wrong_field_is_a_problem_document(release, client):
    response = post(client, {"txt": "x"})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"][0]["field"] == "body.txt"


def test_too_long_a_text_is_refused_with_a_sentence(release, client):
    response = post(client, {"text": "x" * 1_000_001})
    assert response.status_code == 413
    assert response.json()["detail"] == "Send at most 1,000,000 characters: the end of the log."


def test_a_body_beyond_all_measure_is_refused_with_the_same_sentence(release, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = post(client, {"text": "x" * 2000})
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")
    assert response.json()["detail"] == "Send at most 1,000,000 characters: the end of the log."


@pytest.mark.parametrize("body", ["[" * 5000 + "]" * 5000, '{"text":' * 5000, "\xff", "9" * 9999])
def test_a_body_that_is_no_request_is_a_problem_document(release, client, body):
    response = client.post("/api/v1/diagnose", body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_an_address_that_leads_nowhere_is_a_problem_document(release, client):
    for response in (client.get("/api/v1/nope"), client.post("/api/v1/nope")):
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("get", "diagnose", "POST"),
        ("post", "codes", "GET"),
        ("put", "cases/rate-limited", "GET"),
        ("delete", "releases/current", "GET"),
    ],
)
def test_a_wrong_method_is_a_problem_document_that_names_the_right_one(
    release, method, address, allowed
):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(f"/api/v1/{address}")
    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].startswith(f"Send {allowed} to this address.")


def test_an_unknown_entry_is_a_problem_document(release, client):
    response = client.get("/api/v1/codes/299")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_the_catalogue_is_listed(release, client):
    slugs = [case["slug"] for case in client.get("/api/v1/cases").json()]
    assert slugs == [case.slug for case in release.content.cases]
    assert client.get("/api/v1/openapi.json").json()["info"] == {
        "title": "Fixpath",
        "version": "1",
        "description": "",
    }
