"""Facts in an address: exact both ways, and nothing in an address can break a page."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import read_content
from diagnostics.engine import NONE_OF_THESE, Facts, Likeness, Outcome, TriedStep
from diagnostics.web.facts_url import (
    LARGEST,
    MOST_TRIED,
    QUANTITIES,
    Reading,
    from_query,
    merged,
    pairs,
    to_query,
)

CATALOGUE = CompiledRelease(0, read_content()).engine
QUESTIONS = sorted(CATALOGUE.question)
CASES = [case.slug for case in CATALOGUE.cases]
STEPS = [TriedStep(case.slug, n) for case in CATALOGUE.cases for n in range(1, case.steps + 1)]
KEYS = [*QUESTIONS, *QUANTITIES, "unknown", "read", "signal", "like", "tried", "ask", "asked", "_x"]


def read(query: str, aliases: dict[str, str] | None = None) -> Reading:
    return from_query(QueryDict(query), CATALOGUE, aliases or {})


@st.composite
def some_facts(draw) -> Facts:
    asked = draw(st.lists(st.sampled_from(QUESTIONS), unique=True))
    answered = draw(st.sets(st.sampled_from(asked))) if asked else set()
    values = {q: [o.value for o in CATALOGUE.question[q].options] for q in answered}
    values = {q: options or [*CASES, NONE_OF_THESE] for q, options in values.items()}
    return Facts(
        answers={q: draw(st.sampled_from(values[q])) for q in answered},
        unknown=frozenset(asked) - answered,
        read=frozenset(draw(st.sets(st.sampled_from(sorted(answered)))))
        if answered
        else frozenset(),
        signals=frozenset(draw(st.sets(st.sampled_from(sorted(CATALOGUE.signals)), max_size=8))),
        resembles=draw(
            st.dictionaries(st.sampled_from(CASES), st.sampled_from(list(Likeness)), max_size=3)
        ),
        quantities=draw(st.dictionaries(st.sampled_from(QUANTITIES), st.integers(0, LARGEST))),
        tried=draw(
            st.dictionaries(st.sampled_from(STEPS), st.sampled_from(list(Outcome)), max_size=4)
        ),
    )


@given(some_facts())
def test_an_address_gives_back_exactly_the_facts_it_was_made_of(facts):
    assert read(to_query(facts)) == Reading(facts)


@given(some_facts(), st.randoms())
def test_the_order_of_facts_does_not_change_the_address(facts, random):
    answers = list(facts.answers.items())
    random.shuffle(answers)
    assert to_query(replace(facts, answers=dict(answers))) == to_query(facts)
    assert pairs(facts) == sorted(pairs(facts))


@given(st.text())
def test_any_query_string_is_read_without_an_exception(query):
    reading = read(query)
    assert read(to_query(reading.facts)) == Reading(reading.facts)


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=20)), max_size=8))
def test_any_value_of_a_known_key_is_taken_or_named(given_pairs):
    query = QueryDict(mutable=True)
    for key, value in given_pairs:
        query.appendlist(key, value)
    reading = from_query(query, CATALOGUE, {})
    assert reading.unknown_keys == ()
    assert read(to_query(reading.facts)) == Reading(reading.facts)


def test_what_does_not_exist_is_left_out_and_named():
    reading = read("status=429&status=banana&colour=red&shape=round&signal=gone&limit=-1")
    assert reading == Reading(
        Facts(answers={"status": "429"}),
        unknown_keys=("colour", "shape"),
        unknown_values=("limit=-1", "signal=gone", "status=banana"),
    )


def test_what_trackers_add_is_left_out_without_a_word():
    assert read("utm_source=mail&status=429&_=1") == Reading(Facts(answers={"status": "429"}))


@pytest.mark.parametrize("number", ["1e3", "٣", "", "1" * 5000, "10000000000000", "12.5", "+1"])
def test_only_plain_bounded_numbers_are_quantities(number):
    query = QueryDict(mutable=True)
    query["limit"] = number
    assert from_query(query, CATALOGUE, {}).facts == Facts()


def test_a_number_that_is_too_large_does_not_travel():
    assert to_query(Facts(quantities={"limit": LARGEST + 1, "size": 5, "other": 1})) == "size=5"


def test_unknown_as_an_answer_means_i_do_not_know():
    assert read("status=unknown").facts == Facts(unknown=frozenset({"status"}))


def test_an_answer_takes_precedence_over_i_do_not_know():
    assert read("status=429&unknown=status").facts == Facts(answers={"status": "429"})


def test_a_renamed_case_is_still_understood():
    query = "like=old-name.fair&message=old-name"
    assert read(query, {"old-name": "rate-limited"}) == Reading(
        Facts(answers={"message": "rate-limited"}, resembles={"rate-limited": Likeness.FAIR})
    )


def test_only_answers_can_have_been_read():
    assert read("read=status&read=provider&provider=openai").facts == Facts(
        answers={"provider": "openai"}, read=frozenset({"provider"})
    )


def test_a_text_does_not_overrule_what_the_person_said():
    known = Facts(
        answers={"status": "429", "tools": "on"}, unknown=frozenset({"provider", "onset"})
    )
    found = Facts(
        answers={"status": "400", "provider": "openai"},
        read=frozenset({"status", "provider"}),
        signals=frozenset({"context-length-code"}),
    )
    assert merged(known, found) == Facts(
        answers={"status": "429", "tools": "on", "provider": "openai"},
        unknown=frozenset({"onset"}),
        read=frozenset({"provider"}),
        signals=frozenset({"context-length-code"}),
    )


def test_a_new_text_overrules_what_an_earlier_text_said():
    known = Facts(answers={"status": "429"}, read=frozenset({"status"}))
    found = Facts(answers={"status": "400"}, read=frozenset({"status"}))
    assert merged(known, found) == found


@pytest.mark.parametrize(
    "mark",
    [
        "rate-limited.1.maybe",
        "rate-limited.0.solved",
        "rate-limited.99.solved",
        "rate-limited.\u0661.solved",
        "no-such-case.1.solved",
        "rate-limited.solved",
        "solved",
        "",
    ],
)
def test_a_mark_that_does_not_exist_is_left_out_and_named(mark):
    reading = read(f"tried={mark}")
    assert not reading.facts.tried
    assert reading.unknown_values == (f"tried={mark}",)


def test_an_address_holds_a_bounded_number_of_marks():
    marks = [f"tried={step.case}.{step.number}.no-help" for step in STEPS]
    assert len(read("&".join(marks)).facts.tried) == MOST_TRIED


def test_a_mark_of_a_renamed_case_is_kept():
    reading = read("tried=old-name.1.solved", {"old-name": "rate-limited"})
    assert reading.facts.solved == TriedStep("rate-limited", 1)
