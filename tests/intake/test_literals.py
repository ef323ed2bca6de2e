"""A prefilter may let through too much, and never too little."""

import pytest

from diagnostics.intake import Matcher, Pattern
from diagnostics.intake.literals import Prefilter, Sought, needed
from diagnostics.intake.patterns import Unit
from diagnostics.intake.regex import compile_regex
from tests.samples import samples


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        ("Rate limit", {"rate lim"}),
        ("rate.?limit|太快", {"limit", "太快"}),
        ("(?:tool|tool use|function)s?", {"tool", "function"}),
        (r"unauthori[sz]ed", {"unauthor"}),
        (r"gr[ae]y", {"gray", "grey"}),
        (r"(?i)\bfoo(?P<limit>\d+)", {"foo"}),
        ("(ab)+c?", {"ab"}),
        ("ab{2}c", {"a"}),
        ("colou?r", {"color", "colour"}),
        (r"\d+|token", set()),
        ("(?:token)?", set()),
        ("x{0,3}y*", set()),
        (r"[^a]\w\pL\x{4e00}", set()),
        ("STRASSE|straße", {"strasse"}),
    ],
)
def test_what_an_expression_needs(expression, literals):
    assert needed(expression) == literals


def test_no_expression_is_kept_from_a_text_that_it_matches(shipped):
    shown = [
        line.removeprefix("!")
        for case in shipped.content.cases
        for pattern in case.patterns
        for line in pattern.match.splitlines()
        if "{" not in line
    ]
    expressions = dict(enumerate(shown[::3]))
    prefilter = Prefilter(expressions)
    regexes = {number: compile_regex(text) for number, text in expressions.items()}
    for sample in samples()[::4]:
        encoded = sample.text.encode()
        found = {number for number, regex in regexes.items() if regex.search(encoded)}
        assert found <= prefilter.possible_in(Sought(sample.text))


def test_thousands_of_patterns_can_be_looked_for():
    patterns = [Pattern(f"p{i}", f"needle number {i:05}$") for i in range(5000)]
    matcher = Matcher(patterns, {})
    found = matcher.find(Unit("Here is needle number 04321", frozenset({"message"})))
    assert [match.slug for match in found] == ["p4321"]
