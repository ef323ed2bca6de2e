"""The block for a ticket."""

import pytest
from django.utils.translation import override

from diagnostics.engine import Facts, Likeness
from diagnostics.web.presenting import present
from diagnostics.web.state import State
from diagnostics.web.ticket import plain, ticket

FACTS = Facts(
    answers={"status": "400", "tools": "on"},
    read=frozenset({"status"}),
    unknown=frozenset({"onset"}),
    signals=frozenset({"context-length-both-numbers"}),
    quantities={"limit": 65536, "requested": 79519},
)


def block(release, facts, language="en"):
    with override(language):
        return ticket(present(State(release, facts)), "https://fixpath.example{}".format)


def test_the_block_holds_what_an_agent_needs(release):
    lines = block(release, FACTS).text.splitlines()
    case = release.pages("en").cases["context-length-exceeded"]
    assert lines[:5] == [
        "The conversation is too long for this model (this is it)",
        "Read from the text: Status 400 · Limit 65,536 · Sent 79,519",
        "Answered: Tools: Yes, at least one · Since when: I don't know",
        plain(case.summary),
        "You sent 79,519 tokens, the model takes 65,536: about 14,000 too many.",
    ]
    assert lines[6] == f"1. {plain(case.steps[0].text)}"
    assert lines[-2].startswith("https://fixpath.example/diagnose/?limit=65536&")
    assert lines[-1] == "Fixpath, catalogue 0"


def test_the_block_is_in_the_language_of_the_reader(release):
    assert block(release, FACTS, "zh-hans").text.startswith(
        "对话太长，超出了模型的上下文（就是它）"
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_block_has_at_most_15_lines_for_every_case(release, language):
    for case in release.engine.cases:
        facts = FACTS.with_answer("message", case.slug)
        facts = Facts(
            answers=facts.answers,
            read=facts.read,
            unknown=facts.unknown,
            quantities={**facts.quantities, "retry_after": 20, "size": 10**7},
        )
        written = block(release, facts, language)
        assert len(written.text.splitlines()) <= 15
        assert len(written.markdown.splitlines()) <= 15


def test_the_block_of_an_unclear_diagnosis_names_the_nearest(release):
    facts = Facts(resembles={"image-invalid": Likeness.FAINT})
    lines = block(release, facts).text.splitlines()
    assert lines[0] == "Not recognised"
    assert any(line.startswith("Nearest causes: ") for line in lines)


def test_markdown_is_escaped_outside_of_links(release):
    lines = block(release, FACTS).markdown.splitlines()
    assert lines[0] == (
        "**[The conversation is too long for this model]"
        "(https://fixpath.example/cases/context-length-exceeded/)** (this is it)  "
    )
    code = Facts(signals=frozenset({"openai-insufficient-quota"}), answers={"provider": "openai"})
    assert "Code insufficient\\_quota" in block(release, code).markdown


def test_html_becomes_plain_text():
    assert plain("Lower <code>max_tokens</code>\n &amp; retry") == "Lower max_tokens & retry"


@pytest.mark.parametrize(("path", "kind"), [("txt", "text/plain"), ("md", "text/markdown")])
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_block_has_addresses_of_its_own(release, client, path, kind, prefix):
    query = "signal=context-length-both-numbers&status=400"
    response = client.get(f"{prefix}/diagnose.{path}?{query}")
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"
    said = response.content.decode()
    assert ("对话太长" if prefix else "The conversation is too long") in said.splitlines()[0]
    assert f"http://testserver{prefix}/diagnose/?{query}" in said
    page = client.get(f"{prefix}/diagnose/?{query}").content.decode()
    assert f'href="{prefix}/diagnose.{path}?{query.replace("&", "&amp;")}"' in page


def test_the_block_of_nothing_is_a_block(release, client):
    assert client.get("/diagnose.txt").content.decode().startswith("Not recognised")
