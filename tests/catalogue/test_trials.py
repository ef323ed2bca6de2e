"""A release must recognise its own texts."""

import pytest

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import as_data, read_content, validated
from diagnostics.catalogue.trials import failures

KEPT = ("invalid-api-key", "rate-limited")


@pytest.fixture(scope="module")
def two_cases():
    """Data of a catalogue with two cases that know nothing of others."""
    data = as_data(read_content())
    cases = [case for case in data["cases"] if case["slug"] in KEPT]
    for case in cases:
        for pattern in case["patterns"]:
            pattern["also"] = {c: g for c, g in pattern.get("also", {}).items() if c in KEPT}
    return {
        "phrases": data["phrases"],
        "questions": data["questions"],
        "cases": [case | dict.fromkeys(("related", "notes", "experiments"), ()) for case in cases],
    }


def failing(data, slug, **changes):
    """What is said when a case is changed."""
    cases = [case | changes if case["slug"] == slug else case for case in data["cases"]]
    return [*failures(CompiledRelease(0, validated(data | {"cases": cases})))]


def test_the_two_cases_are_sound(two_cases):
    assert failing(two_cases, "rate-limited") == []


def test_an_example_of_another_cause(two_cases):
    example = {"text": "401 Incorrect API key provided"}
    said = failing(two_cases, "rate-limited", examples=[example])
    assert said[0] == "case rate-limited: example 1 is diagnosed as invalid-api-key."
    assert said[1].startswith("pattern key-")


def test_a_message_of_another_cause(two_cases):
    said = failing(two_cases, "rate-limited", message="Incorrect API key provided: sk-x")
    assert said == ["case rate-limited: its message is diagnosed as invalid-api-key."]


def test_two_causes_with_the_same_answers(two_cases):
    evidence = {case["slug"]: case["evidence"] for case in two_cases["cases"]}
    said = failing(two_cases, "rate-limited", evidence=evidence["invalid-api-key"])
    assert said == ["case rate-limited: no answer separates it from invalid-api-key."]
