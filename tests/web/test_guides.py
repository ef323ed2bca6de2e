"""Pages of guides."""

from tests.web.reading import body, heading, links, main


def test_a_guide_shows_its_parts_its_contents_and_its_causes(release, client):
    response = client.get("/guides/see-the-full-error/")
    assert heading(response) == "See the full error"
    assert "#curl" in links(response)
    assert '<h2 id="curl">' in body(response)
    assert "/cases/relay-hides-cause/" in links(response)
    assert "https://docs.ollama.com/troubleshooting" in links(response)
    assert '<pre tabindex="0"><code>curl -i https://api.openai.com/v1/models' in body(response)


def test_links_of_a_chinese_guide_lead_to_chinese_pages(release, client):
    found = links(client.get("/zh-hans/guides/images/"))
    assert "/zh-hans/cases/image-invalid/" in found
    assert "/cases/image-invalid/" not in found


def test_every_guide_has_a_page_in_both_languages(release, client):
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        for slug, guide in release.pages(language).guides.items():
            assert heading(client.get(f"{prefix}/guides/{slug}/")) == guide.title


def test_the_list_holds_every_guide(release, client):
    listed = links(client.get("/guides/"))
    assert [slug for slug in release.pages("en").guides if f"/guides/{slug}/" not in listed] == []


def test_a_key_can_be_tested_at_every_provider(release, client):
    said = main(client.get("/guides/test-a-key/"))
    providers = [p for slug, p in release.pages("en").providers.items() if slug != "other"]
    assert [p.name for p in providers if p.name.split(" (")[0] not in said] == []


def test_an_unknown_guide_offers_the_nearest(release, client):
    response = client.get("/guides/image/")
    assert response.status_code == 404
    assert "/guides/images/" in links(response)


def test_a_renamed_guide_redirects_for_good(release, client, monkeypatch):
    monkeypatch.setattr(release, "aliases", {"pictures": "images"})
    response = client.get("/guides/pictures/")
    assert (response.status_code, response.headers["Location"]) == (301, "/guides/images/")
