"""GET /search/: what is found, how it is shown, and the few words that are typed into the box."""

from urllib.parse import quote_plus

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.web.search import few_words
from tests.web.reading import body, heading, links, main
from tests.web.test_pages import FRAGMENT


def search(client, text, prefix=""):
    return client.get(f"{prefix}/search/", {"q": text})


def found(response):
    results = body(response).split('id="results"')[1].split("</main>")[0]
    return [link for link in links(response) if f'<h2><a href="{link}"' in results]


def paste(client, text):
    return client.post("/diagnose/", {"text": text}).headers.get("Location")


def test_it_works(release, client):
    response = search(client, "gemini card")
    assert heading(response) == "Search"
    assert found(response)[0] == "/cases/billing-required/"
    assert "Cause The provider wants a card or billing account first" in main(response)
    assert "wants a <mark>card</mark> or" in body(response)


def test_a_status_leads_to_its_page(release, client):
    response = search(client, "429")
    assert found(response)[:2] == ["/codes/429/", "/cases/rate-limited/"]
    assert "Status code 429" in main(response)


def test_a_code_says_whose_it_is(release, client):
    response = search(client, "1113")
    assert found(response)[0] == "/cases/insufficient-balance/"
    assert "Cause 1113 Zhipu / Z.ai" in main(response)


def test_chinese_pages_lead_to_chinese_pages(release, client):
    response = search(client, "绑卡", "/zh-hans")
    assert found(response)[0] == "/zh-hans/cases/billing-required/"
    assert "服务商要求先<mark>绑卡</mark>或开通结算" in body(response)


@pytest.mark.parametrize(("prefix", "text"), [("", "绑卡"), ("/zh-hans", "credit card")])
def test_both_languages_are_searched_on_every_page(release, client, prefix, text):
    assert found(search(client, text, prefix))[0] == f"{prefix}/cases/billing-required/"


def test_a_passage_in_the_other_language_says_so(release, client):
    assert '<p class="passage" lang="zh-hans">' in body(search(client, "余额不足"))


def test_how_many_were_found_is_said_where_it_is_announced(release, client):
    html = " ".join(body(search(client, "AllocationQuota.FreeTierOnly")).split())
    assert '<p class="found" id="found" role="status">3 pages</p>' in html


def test_nothing_found_offers_the_box_the_codes_and_the_questions(release, client):
    response = search(client, "zzzzqqqq <b>")
    assert "Nothing found for “zzzzqqqq <b>”" in main(response)
    assert "zzzzqqqq &lt;b&gt;</textarea>" in body(response)
    assert {"/codes/", "/cases/", "/diagnose/"} <= set(links(response))


def test_nothing_typed_says_what_can_be(release, client):
    response = client.get("/search/")
    assert "For example:" in main(response)
    assert "/search/?q=gemini%20card" in links(response)
    assert 'autocomplete="off" enterkeyhint="search" autofocus' in body(response)


def test_at_most_twenty_are_shown(release, client):
    response = search(client, "request model error key")
    assert len(found(response)) == 20
    assert "The best 20 pages" in main(response)


def test_a_search_can_be_cached_and_asks_the_database_nothing(
    release, client, django_assert_num_queries, db
):
    with django_assert_num_queries(0):
        response = search(client, "gemini card")
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert not response.cookies


def test_a_fragment_holds_the_same_results(release, client):
    fragment = client.get("/search/", {"q": "429"}, headers=FRAGMENT)
    assert found(fragment) == found(search(client, "429"))


def test_header_and_footer_lead_here_in_both_languages(release, client):
    assert links(client.get("/codes/")).count("/search/") == 2
    assert links(client.get("/zh-hans/codes/")).count("/zh-hans/search/") == 2


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "429 " * 2_500,
        "图" * 10_000,
        "\x00\xff",
        "\ud7ff\U0010ffff",
        "%",
        "'\"><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ text }}",
        "\u202eقلب",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_no_text_breaks_the_page(release, client, prefix, text):
    response = search(client, text, prefix)
    assert response.status_code == 200
    assert "<script>alert" not in body(response)
    assert "<img" not in body(response)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=10_000))
def test_any_text_has_an_answer_with_its_markup_escaped(release, client, text):
    response = search(client, f"{text}<q id=x>"[-200:])
    assert response.status_code == 200
    assert "<q id=x>" not in body(response)


def test_what_is_typed_is_marked_but_never_markup(release, client):
    html = body(search(client, "<mark>card</mark>"))
    assert escape("<mark>card</mark>") in html
    assert "<mark>card</mark>" in html


# From the box: a report is diagnosed, few words are searched as well.


@pytest.mark.parametrize("text", ["vpn", "token", "\u2003kimi \n"])
def test_few_words_from_which_nothing_can_be_told_lead_to_the_search(release, client, text):
    assert paste(client, text) == f"/search/?q={quote_plus(text.strip())}"


def test_few_words_that_are_recognised_are_diagnosed(release, client):
    assert paste(client, "insufficient balance").startswith("/diagnose/")


def test_few_words_that_decide_nothing_show_pages_beside_the_question(release, client):
    location = paste(client, "429")
    assert location == "/diagnose/?read=status&status=429&about=429"
    response = client.get(location)
    assert "Pages about “429”" in main(response)
    assert "/codes/429/" in links(response)
    assert "/search/?q=429" in links(response)


def test_what_is_recognised_needs_no_pages(release, client):
    assert "about" not in paste(client, "1113")


def test_an_answer_leaves_the_pages_behind(release, client):
    response = client.get("/diagnose/?read=status&status=429&about=429")
    assert 'name="about"' not in body(response)
    assert [link for link in links(response) if "about=" in link] == [
        "/zh-hans/diagnose/?read=status&status=429&about=429"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2",
        "mark.miller@example.org",
        "card of Zebediah",
        "one two three four five six",
        "429\n1113",
        "余额不足" * 5,
    ],
)
def test_what_is_no_search_never_stands_in_an_address(release, text):
    assert few_words(release, text) == ""


def test_an_address_shows_pages_only_for_words_of_the_catalogue(release, client):
    response = client.get("/diagnose/?status=429&about=Zebediah")
    assert "Zebediah" not in main(response)
    assert "do not exist" not in main(response)
