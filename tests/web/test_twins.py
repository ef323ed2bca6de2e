"""Pages for programs: the same entries as Markdown and as JSON."""

import json

import pytest

PAGES = [
    "codes/429",
    "cases/rate-limited",
    "providers/openai",
    "guides/test-a-key",
    "glossary/token",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_kind_of_page_has_a_markdown_twin(release, client, page, prefix):
    response = client.get(f"{prefix}/{page}.md")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    said = response.content.decode()
    assert said.startswith("# ")
    assert f"http://testserver{prefix}/{page}/" in said
    assert response.headers["Link"] == f'<http://testserver{prefix}/{page}/>; rel="canonical"'


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_page_has_a_json_twin_in_the_language_of_its_address(release, client, page):
    slug = page.rpartition("/")[2]
    for prefix in ("", "/zh-hans"):
        entry = json.loads(client.get(f"{prefix}/{page}.json").content)
        assert entry["slug"] == slug
    assert "zh-hans" not in entry
    assert "wordings" not in entry


def test_a_row_names_the_cause_it_leads_to(release, client):
    said = client.get("/codes/429.md").content.decode()
    assert "**Too many requests in a short time**: " in said


def test_markdown_is_not_escaped(release, client):
    assert "&quot;" not in client.get("/cases/rate-limited.md").content.decode()


def test_a_renamed_entry_redirects_for_good(release, client, monkeypatch):
    monkeypatch.setattr(release, "aliases", {"old-name": "rate-limited"})
    response = client.get("/zh-hans/cases/old-name.md")
    assert response.status_code == 301
    assert response.headers["Location"] == "/zh-hans/cases/rate-limited.md"


@pytest.mark.parametrize("address", ["/cases/banana.md", "/codes/299.json", "/glossary/x.md"])
def test_there_is_no_twin_of_nothing(release, client, address):
    assert client.get(address).status_code == 404
