"""The pasted text, marked: in the answer to the paste, and nowhere else."""

import re
from itertools import pairwise

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.engine import Facts
from diagnostics.intake import Report, Span, read
from diagnostics.web.marking import LONGEST, marked
from diagnostics.web.presenting import present
from diagnostics.web.state import State
from tests.web.reading import body, heading, links, text

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
TEXT = (
    "400 This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"
)
SECRET = "sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2"


def paste(client, text=TEXT, headers=FRAGMENT, **more):
    return client.post("/diagnose/", {"text": text, **more}, headers=headers)


def test_the_words_that_decided_are_marked_with_their_cause(release, client):
    response = paste(client)
    assert response.status_code == 200
    assert heading(response) == "The conversation is too long for this model"
    found = re.findall(r'<mark class="by-a">(.+?)<b>A</b></mark>', body(response))
    assert len(found) == 1
    assert found[0].endswith("context length is 65536 tokens. However, you requested 79519")


def test_the_answer_is_kept_nowhere_and_its_address_has_no_text(release, client):
    response = paste(client, f"zebra {TEXT}")
    assert "zebra" in body(response)
    assert response.headers["Cache-Control"] == "no-store"
    address = response.headers["HX-Push-Url"]
    assert address.startswith("/diagnose/?like=context-length-exceeded.close&limit=65536&")
    assert "zebra" not in address
    assert "zebra" not in body(client.get(address))
    assert address in links(response)
    assert f"/zh-hans{address}" in links(response)


def test_without_scripts_the_address_answers_unless_the_text_is_asked_for(release, client):
    assert paste(client, headers={}).status_code == 303
    response = paste(client, headers={}, **{"show-text": "on"})
    assert response.status_code == 200
    assert "<mark" in body(response)
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', body(response))[1]
    assert canonical.startswith("http://testserver/diagnose/?like=context-length-exceeded")
    assert "HX-Push-Url" not in response.headers


def test_a_single_code_has_no_text_to_mark(release, client):
    assert paste(client, "429").status_code == 303


def test_secrets_are_not_shown(release, client):
    response = paste(client, f"{TEXT} Authorization: Bearer {SECRET}")
    assert SECRET not in body(response)
    assert "One secret was taken out" in text(body(response))


def test_the_text_is_escaped(release, client):
    response = paste(client, f"<script>alert(1)</script> {TEXT} <img src=x onerror=y>")
    assert "<script>alert" not in body(response)
    assert "<img src=x" not in body(response)
    assert "&lt;script&gt;" in body(response)


def marks(release, text):
    with override("en"):
        report = read(text, release.reader)
        return marked(report, present(State(release, report.facts)))


def test_of_a_long_text_only_what_surrounds_the_places_is_shown(release):
    parts = marks(release, "before " * 900 + TEXT + " after" * 900).parts
    assert sum(len(part.text) for part in parts) <= LONGEST
    assert parts[0].gap
    assert parts[-1].gap
    assert any(part.letter for part in parts)


def test_a_text_without_deciding_words_is_not_shown(release):
    assert marks(release, "zzzz qqqq") is None


def test_words_of_one_cause_are_marked_together(release):
    parts = marks(release, "429 limit reached: requests per min (RPM): Limit 3, Used 3").parts
    assert all(part.letter in {"", "A"} for part in parts)
    assert not any(a.letter and b.letter for a, b in pairwise(p for p in parts if p.text.strip()))


@given(st.text(max_size=6000), st.lists(st.tuples(st.integers(0, 6000), st.integers(1, 300))))
def test_the_parts_are_the_text_in_order(shipped, given_text, places):
    spans = [
        Span(start, min(start + length, len(given_text)), "context-length-both-numbers")
        for start, length in places
        if start < len(given_text)
    ]
    spans.sort(key=lambda span: (span.start, -span.end))
    with override("en"):
        facts = Facts(signals=frozenset({"context-length-both-numbers"}))
        view = present(State(shipped, facts))
        shown = marked(Report(given_text, {}, facts, tuple(spans)), view)
    if shown is None:
        assert not spans
        return
    pieces = [part.text for part in shown.parts if not part.gap]
    assert sum(map(len, pieces)) <= LONGEST
    at = 0
    for piece in pieces:
        at = given_text.index(piece, at) + len(piece)
    if len(given_text) <= LONGEST:
        assert "".join(pieces) == given_text
