"""Pages of the glossary."""

import pytest

from diagnostics.web.glossary import initial
from tests.web.reading import body, heading, links, main


def test_a_term_is_explained(release, client):
    response = client.get("/glossary/context-window/")
    assert heading(response) == "Context window"
    assert "/cases/context-length-exceeded/" in links(response)
    assert "/glossary/#context-window" in links(response)
    assert "/glossary/context-window/" not in links(response)


def test_every_term_has_a_page_in_both_languages(release, client):
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        for slug, term in release.pages(language).terms.items():
            assert heading(client.get(f"{prefix}/glossary/{slug}/")) == term.title


def test_the_list_is_alphabetical_and_has_an_anchor_for_each(release, client):
    response = client.get("/glossary/")
    said = main(response)
    assert said.index("API key") < said.index("Balance") < said.index("Token")
    for slug in release.pages("en").terms:
        assert f'<li id="{slug}">' in body(response)
        assert f"/glossary/{slug}/" in links(response)


def test_the_chinese_list_is_sorted_by_sound(release, client):
    said = main(client.get("/zh-hans/glossary/"))
    assert said.index("API 密钥") < said.index("本地模型") < said.index("超时")
    assert said.index("超时") < said.index("服务商") < said.index("知识库")


@pytest.mark.parametrize(
    ("title", "letter"),
    [("Token", "T"), ("localhost", "L"), ("嵌入", "Q"), ("重试", "C"), ("证书", "Z"), ("啊", "A")],
)
def test_the_letter_of_a_title(title, letter):
    assert initial(title) == letter


def test_an_unknown_term_offers_the_nearest(release, client):
    response = client.get("/glossary/tokens/")
    assert response.status_code == 404
    assert "/glossary/token/" in links(response)


def test_short_links_lead_to_terms_and_guides(release, client):
    assert client.get("/c/mcp").headers["Location"] == "/glossary/mcp/"
    assert client.get("/c/images").headers["Location"] == "/guides/images/"


def test_where_a_provider_and_a_term_share_a_slug_the_provider_is_meant(release, client):
    assert client.get("/c/relay").headers["Location"] == "/providers/relay/"
