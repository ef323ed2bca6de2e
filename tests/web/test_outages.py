"""Where the provider may be down for everybody, its status page is one click away."""

from types import SimpleNamespace

import pytest

from diagnostics.web.outages import may_be_outage, status_pages

OPENAI = '<a href="https://status.openai.com" rel="noopener">'
QUESTION = "Is it only you?"


@pytest.mark.parametrize(
    ("actor", "group", "expected"),
    [
        ("provider", "provider", True),
        ("provider", "answer", True),
        ("relay", "provider", True),
        ("network", "network", True),
        ("you", "provider", False),
        ("you", "network", False),
        ("account-owner", "money", False),
    ],
)
def test_an_outage_is_what_no_person_can_mend_alone(actor, group, expected):
    assert may_be_outage(SimpleNamespace(actor=actor, group=group)) is expected


def test_every_such_cause_lists_the_status_pages_and_no_other_does(release, client):
    for slug, case in release.pages("en").cases.items():
        page = client.get(f"/cases/{slug}/").content.decode()
        assert (QUESTION in page and OPENAI in page) is may_be_outage(case), slug


def test_only_providers_with_a_status_page_are_listed(release):
    listed = {provider.slug for provider, _ in status_pages(release.pages("en"))}
    assert {"openai", "anthropic", "deepseek"} <= listed
    assert not listed & {"ollama", "lmstudio", "other", "relay"}


def test_the_chinese_page_asks_in_chinese(release, client):
    page = client.get("/zh-hans/cases/provider-overloaded/").content.decode()
    assert "只有您遇到吗？" in page
    assert "DeepSeek（深度求索）" in page


def test_the_markdown_of_a_cause_has_them_too(release, client):
    text = client.get("/cases/provider-overloaded.md").content.decode()
    assert "## Is it only you?" in text
    assert "- [OpenAI](https://status.openai.com)" in text
    assert "Is it only you?" not in client.get("/cases/invalid-api-key.md").content.decode()


def diagnosis(client, provider=""):
    address = "/diagnose/?status=503&message=provider-overloaded" + provider
    return client.get(address).content.decode()


def test_a_diagnosis_with_a_known_provider_leads_to_its_status_page_first(release, client):
    page = diagnosis(client, "&provider=openai")
    itself = page[page.index("OpenAI itself:") :]
    assert itself.index("https://status.openai.com") == itself.index('href="') + len('href="')
    assert QUESTION not in page


def test_a_diagnosis_without_provider_offers_all_status_pages(release, client):
    page = diagnosis(client)
    assert "<summary>Is it only you? Status pages of the providers</summary>" in page
    assert OPENAI in page
