"""Every problem is a sentence that names the entry and the field."""

import pytest

from diagnostics.catalogue.checks import COMPLETENESS, REFERENCES, broken
from diagnostics.catalogue.files import ContentError, as_data, read_content, validated


def text(words):
    return {"en": words, "zh-hans": "中文"}


def term(slug="token", words="token", **more):
    return {
        "slug": slug,
        "title": text(slug),
        "summary": text("Sum."),
        "text": text("Text."),
        "words": {"en": [words], "zh-hans": [slug]},
        **more,
    }


def guide(words="Text.", **more):
    part = {"slug": "part", "title": text("Part"), "text": text(words)}
    return {
        "slug": "help",
        "title": text("Help"),
        "summary": text("Sum."),
        "parts": [part],
        **more,
    }


def problems(**lists):
    content = validated(lists)
    return [str(problem) for find in REFERENCES + COMPLETENESS for problem in find(content)]


def shipped(slug):
    data = as_data(read_content())
    return next(case for case in data["cases"] if case["slug"] == slug)


def alone(slug, **changes):
    """A shipped case without its references to others."""
    empty = ("related", "notes", "experiments")
    told = {
        "evidence": {},
        "patterns": [{"slug": "told", "match": "x", "grade": "likely", "example": "x"}],
        "examples": [{"text": "x"}],
    }
    return shipped(slug) | told | dict.fromkeys(empty, ()) | changes


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/codes/429/", "there is no page /codes/429/"),
        ("/guides/help/#gone", "there is no page /guides/help/#gone"),
        ("/guides/help", "there is no page /guides/help"),
        ("codes/429/", "the address “codes/429/” must start with https:// or /"),
    ],
)
def test_a_dead_address_is_named(address, problem):
    assert problems(guides=[guide(f"See [this]({address}).")]) == [
        f"guide help: parts 1, text (English): {problem}."
    ]


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/diagnose/?status=400", "/codes/", "/guides/help/", "/guides/help/#part"),
        *("/glossary/token/", "/glossary/#token", "https://example.com/a_(b"),
    ],
)
def test_a_living_address_is_fine(address):
    assert problems(guides=[guide(f"See [this]({address}).")], terms=[term()]) == []


def test_dead_addresses_are_found_deep_in_a_case():
    experiment = {
        "text": text("Try."),
        "outcomes": [
            {"seen": text("Seen."), "means": text("It is [that](/cases/gone/).")},
            {"seen": text("Not."), "means": text("It is not.")},
        ],
    }
    case = alone("rate-limited", experiments=[experiment])
    assert problems(cases=[case]) == [
        "case rate-limited: experiments 1, outcomes 1, means (English): "
        "there is no page /cases/gone/."
    ]


def test_an_outcome_that_points_to_no_case():
    outcomes = [{"seen": text("a"), "means": text("b"), "case": "gone"} for _ in range(2)]
    case = alone("rate-limited", experiments=[{"text": text("Try."), "outcomes": outcomes[:2]}])
    assert problems(cases=[case])[0] == (
        "case rate-limited: experiments 1, outcomes 1, case: there is no case gone."
    )


def test_a_guide_that_names_no_case():
    assert problems(guides=[guide(cases=["gone"])]) == [
        "guide help: cases 1: there is no case gone."
    ]


def test_a_case_without_a_dated_source():
    assert problems(cases=[alone("rate-limited", sources=[])]) == [
        "case rate-limited: sources: there is none with a date."
    ]


def test_a_provider_without_a_dated_source():
    provider = {"slug": "x", "name": text("X"), "summary": text("S."), "speaks": text("S.")}
    assert problems(providers=[provider]) == ["provider x: sources: there is none with a date."]


def test_a_note_on_what_the_body_does_not_have():
    source = {"title": "X", "url": "https://example.com", "verified": "2026-11-25"}
    notes = [{"part": "code", "text": text("C")}, {"part": "type", "text": text("T")}]
    provider = {"slug": "x", "name": text("X"), "summary": text("S."), "speaks": text("S.")}
    provider |= {"sources": [source], "body": '{"code":1}', "body_notes": notes}
    assert problems(providers=[provider]) == [
        "provider x: body notes 2, part: the body has no “type”."
    ]


def test_two_terms_with_one_word():
    assert problems(terms=[term(), term("api-key", "Token")]) == [
        "term api-key: words (English) 1: “Token” belongs to token."
    ]


def test_an_exception_for_a_page_that_is_gone():
    assert problems(terms=[term(not_on=["token", "gone"])]) == [
        "term token: not on 2: there is no page gone."
    ]


def test_slugs_that_exist_twice():
    twice = guide() | {"parts": [*guide()["parts"], *guide()["parts"]]}
    assert problems(guides=[twice], terms=[term(), term()]) == [
        "term token: this slug exists more than once.",
        "guide help: parts 2, slug: this slug exists more than once.",
    ]


@pytest.mark.parametrize(
    ("aliases", "expected"),
    [
        ({"old": "token"}, []),
        ({"old": "gone"}, ["alias old: new: there is no page gone."]),
        ({"token": "help"}, ["alias token: old: a page with this slug exists."]),
        ({"a": "b", "b": "token"}, ["alias a: new: b is an alias too; lead to the page itself."]),
        ({"a": "a"}, ["alias a: new: a is an alias too; lead to the page itself."]),
        (
            {"a": "b", "b": "a"},
            [
                "alias a: new: b is an alias too; lead to the page itself.",
                "alias b: new: a is an alias too; lead to the page itself.",
            ],
        ),
    ],
)
def test_aliases_lead_straight_to_a_page(aliases, expected):
    rows = [{"old": old, "new": new} for old, new in aliases.items()]
    assert problems(guides=[guide()], terms=[term()], aliases=rows) == expected


@pytest.mark.parametrize("doer", [None, "", "nobody"])
def test_a_step_always_has_a_doer(doer):
    case = alone("rate-limited", steps=[{"text": text("Wait."), "doer": doer}])
    with pytest.raises(ContentError, match=r"case rate-limited: steps 1, doer: this must be "):
        validated({"cases": [case]})


def test_an_experiment_has_at_least_two_outcomes():
    one = [{"seen": text("a"), "means": text("b")}]
    case = alone("rate-limited", experiments=[{"text": text("Try."), "outcomes": one}])
    with pytest.raises(ContentError, match=r"experiments 1, outcomes: there must be at least 2\."):
        validated({"cases": [case]})


@pytest.mark.parametrize("field", ["examples", "patterns"])
def test_a_case_that_nothing_could_recognise(field):
    assert problems(cases=[alone("rate-limited", **{field: []})]) == [
        f"case rate-limited: {field}: there are none."
    ]


def test_a_catalogue_without_a_case_cannot_be_published(small):
    problem = "There is no complete case yet, so nothing could be diagnosed."
    assert broken(small.model_copy(update={"cases": ()})) == [problem]
