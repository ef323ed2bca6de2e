"""Links from running text to the glossary."""

import re
from types import SimpleNamespace

import pytest
from django.utils.safestring import mark_safe

from diagnostics.catalogue.linking import Glossary

GLOSSARY = Glossary(
    {
        "token": ["token", "tokens"],
        "oauth": ["access token"],
        "api-key": ["API key", "密钥"],
        "balance": ["R&D credit"],
    },
    prefix="/zh-hans",
)


def linked(*texts, without=()):
    page = SimpleNamespace(texts=[mark_safe(text) for text in texts], title="token")
    return GLOSSARY.linked(page, ["texts"], without).texts


def link(slug, word):
    return f'<a class="term" href="/zh-hans/glossary/{slug}/">{word}</a>'


def test_only_the_first_use_on_a_page_is_a_link():
    first, second = linked("A token, two tokens.", "More tokens.")
    assert first == f"A {link('token', 'token')}, two tokens."
    assert second == "More tokens."


def test_the_longest_word_counts():
    assert linked("An access token.") == [f"An {link('oauth', 'access token')}."]


def test_a_word_keeps_its_capitals():
    assert linked("Tokens and api keys; an Api Key.") == [
        f"{link('token', 'Tokens')} and api keys; an {link('api-key', 'Api Key')}."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<code>token</code>",
        "<pre><code>a token\nand a token</code></pre>",
        '<a href="/x/">a token</a>',
        "<h3>The token</h3>",
        "<a><strong>token</strong> token</a>",
    ],
)
def test_nothing_is_linked_in_code_links_and_headings(text):
    assert linked(f"{text} and a token") == [f"{text} and a {link('token', 'token')}"]


@pytest.mark.parametrize("text", ["tokenize", "max-tokens", "token_count", "token.js", "/token/"])
def test_a_part_of_a_longer_word_is_not_the_word(text):
    assert linked(text) == [text]


def test_chinese_needs_no_spaces_around_a_word():
    assert linked("每分钟token数和密钥") == [
        f"每分钟{link('token', 'token')}数和{link('api-key', '密钥')}"
    ]


def test_a_word_with_a_special_character_is_found_in_html():
    assert linked("The R&amp;D credit") == [f"The {link('balance', 'R&amp;D credit')}"]


def test_a_page_can_go_without_a_term():
    assert linked("A token and an API key", without={"token"}) == [
        f"A token and an {link('api-key', 'API key')}"
    ]


def test_plain_texts_and_other_fields_stay_as_they_are():
    page = SimpleNamespace(title="token", text=mark_safe("token"), other=mark_safe("token"))
    result = GLOSSARY.linked(page, ["title", "text"])
    assert (result.title, result.other) == ("token", "token")
    assert page.text == "token"


def test_fields_are_linked_in_the_order_in_which_they_are_shown():
    page = SimpleNamespace(cause=mark_safe("token"), steps=mark_safe("token"))
    result = GLOSSARY.linked(page, ["steps", "cause"])
    assert (result.steps, result.cause) == (link("token", "token"), "token")


def test_without_terms_nothing_is_linked():
    page = SimpleNamespace(text=mark_safe("a token"))
    assert Glossary({}).linked(page, ["text"]).text == "a token"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_of_the_catalogue_links_a_term_twice(shipped, language):
    for kind in ("cases", "codes", "providers", "guides", "terms"):
        for slug in getattr(shipped.pages(language), kind):
            page = repr(shipped.page(language, kind, slug))
            terms = re.findall(r'class="term" href="(?:/zh-hans)?/glossary/([a-z-]+)/"', page)
            assert sorted(set(terms)) == sorted(terms)


def test_a_page_where_the_word_means_something_else_has_no_link(shipped):
    term = next(term for term in shipped.content.terms if term.slug == "token")
    assert "session-expired" in term.not_on
    assert "/glossary/token/" not in repr(shipped.page("en", "cases", "session-expired"))


def test_a_term_does_not_link_to_itself(shipped):
    assert "/glossary/token/" not in repr(shipped.page("en", "terms", "token"))


def test_a_case_explains_its_words(shipped):
    page = shipped.page("en", "cases", "rate-limited")
    assert 'href="/glossary/provider/"' in page.summary
    assert 'class="term"' not in shipped.pages("en").cases["rate-limited"].summary
