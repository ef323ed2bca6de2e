"""Pages of status codes."""

import pytest

from tests.web.reading import body, heading, links, main


def test_a_code_says_what_it_means_and_starts_the_questions(release, client):
    response = client.get("/codes/429/")
    assert heading(response) == "429 Too Many Requests A limit has been reached"
    assert "/diagnose/?status=429" in links(response)
    assert "/diagnose/?status=429&ask=message" in links(response)
    assert "/cases/rate-limited/" in links(response)
    assert "/providers/openai/" in links(response)
    assert "/c/429" in links(response)


@pytest.mark.parametrize(
    ("slug", "start"),
    [("none", "/diagnose/?status=none"), ("4xx", "/diagnose/"), ("5xx", "/diagnose/")],
)
def test_no_status_and_classes_have_pages(release, client, slug, start):
    response = client.get(f"/codes/{slug}/")
    assert response.status_code == 200
    assert start in links(response)


def test_every_code_of_the_catalogue_has_a_page_in_both_languages(release, client):
    for slug in release.pages("en").codes:
        for prefix in ("", "/zh-hans"):
            response = client.get(f"{prefix}/codes/{slug}/")
            assert response.status_code == 200
            assert slug == "none" or heading(response).startswith(slug)


def test_the_list_holds_every_code(release, client):
    listed = links(client.get("/codes/"))
    assert [slug for slug in release.pages("en").codes if f"/codes/{slug}/" not in listed] == []


@pytest.mark.parametrize(
    ("slug", "nearest"),
    [("430", "/codes/431/"), ("299", "/codes/400/"), ("rate-limit", "/cases/rate-limited/")],
)
def test_an_unknown_code_offers_the_nearest_and_the_box(release, client, slug, nearest):
    response = client.get(f"/codes/{slug}/")
    assert response.status_code == 404
    assert heading(response) == f"There is no page “{slug}”"
    assert nearest in links(response)
    assert "<textarea" in body(response)


def test_an_unknown_code_is_a_whole_page_for_htmx_too(release, client):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert "<html" in body(client.get("/codes/299/", headers=headers))


def test_an_absurd_address_is_not_echoed_in_full(release, client):
    response = client.get(f"/codes/{'9' * 3000}/")
    assert response.status_code == 404
    assert "9" * 100 not in main(response)
