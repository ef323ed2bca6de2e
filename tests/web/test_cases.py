"""Pages of causes, and short links."""

from django.utils.html import escape

from tests.web.reading import body, heading, links, main


def test_a_case_says_what_to_do(release, client):
    response = client.get("/cases/context-length-exceeded/")
    assert heading(response) == "The conversation is too long for this model"
    said = main(response)
    assert said.index("What to do") < said.index("Why it happens")
    assert "Who acts You" in said
    assert "/codes/400/" in links(response)
    assert "/c/context-length-exceeded" in links(response)


def test_a_case_has_a_test_whose_outcomes_lead_to_its_neighbours(release, client):
    response = client.get("/cases/rate-limited/")
    said = main(response)
    assert said.index("What to do") < said.index("A one-minute test") < said.index("Why it happens")
    assert "Wait a full minute with nothing running" in said
    assert links(response).count("/cases/provider-overloaded/") == 2  # outcome and neighbour


def test_a_case_that_waiting_solves_says_how_long(release, client):
    assert "Send again After waiting Mostly a minute" in main(client.get("/cases/rate-limited/"))
    waiting = [c for c in release.content.cases if c.retry in {"after-waiting", "now"}]
    assert [case.slug for case in waiting if not case.wait] == []


def test_the_first_use_of_a_term_is_a_link(release, client):
    response = client.get("/cases/rate-limited/")
    assert links(response).count("/glossary/token/") == 1
    assert "/zh-hans/glossary/token/" in links(client.get("/zh-hans/cases/rate-limited/"))


def test_every_case_of_the_catalogue_has_a_page_in_both_languages(release, client):
    for language, prefix in (("en", ""), ("zh-hans", "/zh-hans")):
        for slug, case in release.pages(language).cases.items():
            assert heading(client.get(f"{prefix}/cases/{slug}/")) == case.title


def test_the_list_holds_every_case(release, client):
    listed = links(client.get("/cases/"))
    assert [slug for slug in release.pages("en").cases if f"/cases/{slug}/" not in listed] == []


def test_a_renamed_case_redirects_for_good(release, client, monkeypatch):
    monkeypatch.setattr(release, "aliases", {"old-name": "rate-limited"})
    response = client.get("/cases/old-name/")
    assert (response.status_code, response.headers["Location"]) == (301, "/cases/rate-limited/")
    assert client.get("/c/old-name").headers["Location"] == "/cases/rate-limited/"


def test_an_alias_that_leads_nowhere_is_not_found(release, client, monkeypatch):
    monkeypatch.setattr(release, "aliases", {"old-name": "gone-too"})
    assert client.get("/cases/old-name/").status_code == 404


def test_an_unknown_case_offers_the_nearest(release, client):
    response = client.get("/cases/context-length/")
    assert response.status_code == 404
    assert "/cases/context-length-exceeded/" in links(response)


def test_short_links_lead_to_codes_cases_and_providers(release, client):
    targets = {
        "429": "/codes/429/",
        "none": "/codes/none/",
        "rate-limited": "/cases/rate-limited/",
        "openai": "/providers/openai/",
    }
    for slug, target in targets.items():
        for end in ("", "/"):
            response = client.get(f"/c/{slug}{end}")
            assert (response.status_code, response.headers["Location"]) == (302, target)
    assert client.get("/c/banana-split").status_code == 404


def test_the_messages_that_mean_this_stand_on_the_page(release, client):
    example = '{"message":"Request was rejected due to rate limiting.'
    assert escape(example) in body(client.get("/cases/rate-limited/"))
