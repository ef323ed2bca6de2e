"""Pages of providers."""

from tests.web.reading import heading, links, main


def test_a_provider_says_what_its_codes_mean(release, client):
    response = client.get("/providers/deepseek/")
    assert heading(response) == "DeepSeek"
    assert "/cases/insufficient-balance/" in links(response)
    assert "/codes/402/" in links(response)
    assert "/diagnose/?provider=deepseek" in links(response)
    assert "https://status.deepseek.com" in links(response)
    assert '"message": "Insufficient Balance"' in main(response)


def test_a_provider_explains_its_error_body(release, client):
    said = main(client.get("/providers/openrouter/"))
    assert "provider_name Who said it." in said


def test_every_provider_of_the_vocabulary_is_complete(release):
    providers = [p for p in release.content.providers if p.slug != "other"]
    assert [p.slug for p in providers if not (p.body and p.body_notes and p.codes)] == []
    assert [p.slug for p in providers if not (p.links and p.sources)] == []
    assert [p.slug for p in providers if not p.base_urls] == ["relay"]  # each has its own


def test_every_provider_has_a_page_in_both_languages(release, client):
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        for slug, provider in release.pages(language).providers.items():
            assert heading(client.get(f"{prefix}/providers/{slug}/")) == provider.name


def test_the_list_holds_every_provider(release, client):
    listed = links(client.get("/providers/"))
    providers = release.pages("en").providers
    assert [slug for slug in providers if f"/providers/{slug}/" not in listed] == []


def test_an_unknown_provider_offers_the_nearest(release, client):
    response = client.get("/providers/openia/")
    assert response.status_code == 404
    assert "/providers/openai/" in links(response)
