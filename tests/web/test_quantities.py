"""Numbers from a text, put to use."""

import pytest
from django.utils.translation import override

from diagnostics.engine import Facts
from diagnostics.web.quantities import about, duration, in_words, sentences


@pytest.mark.parametrize(
    ("case", "quantities", "said"),
    [
        (
            "context-length-exceeded",
            {"limit": 65536, "requested": 79519},
            ["You sent 79,519 tokens, the model takes 65,536: about 14,000 too many."],
        ),
        (
            "max-output-tokens-too-large",
            {"limit": 64000, "requested": 200000},
            ["You allowed an answer of up to 200,000 tokens, the model gives at most 64,000."],
        ),
        ("context-length-exceeded", {"limit": 65536}, ["The limit is 65,536 tokens."]),
        (
            "rate-limited",
            {"limit": 30000, "requested": 5200, "retry_after": 33},
            [
                "The message names a limit of 30,000; 5,200 was asked for.",
                "The message asks you to wait 33 seconds before sending again.",
            ],
        ),
        ("rate-limited", {"limit": 60}, []),
        ("payload-too-large", {"size": 12_300_000}, ["The request is 12.3 MB in size."]),
        ("rate-limited", {}, []),
    ],
)
def test_numbers_are_said_as_the_case_needs_them(case, quantities, said):
    assert [str(sentence) for sentence in sentences(case, Facts(quantities=quantities))] == said


def test_numbers_are_said_in_chinese():
    with override("zh-hans"):
        numbers = Facts(quantities={"limit": 65536, "requested": 79519})
        said = sentences("context-length-exceeded", numbers)
    assert said == ["发送了 79,519 个 token，模型最多接收 65,536 个，大约多了 14,000 个。"]


def test_the_setting_is_named_where_settings_are_the_cause():
    facts = Facts(parameter="top_p")
    said = ["The message names the setting “top_p”. Start with that one."]
    assert sentences("unsupported-parameter", facts) == said
    assert sentences("rate-limited", facts) == []


@pytest.mark.parametrize(
    ("number", "rounded"), [(13_983, "14,000"), (7, "7"), (96, "96"), (999, "1,000"), (0, "0")]
)
def test_a_difference_is_rounded_to_two_digits(number, rounded):
    assert about(number) == rounded


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 second"), (119, "119 seconds"), (120, "2 minutes"), (7200, "2 hours")],
)
def test_a_wait_is_said_in_the_unit_that_fits(seconds, said):
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("limit", 65536, "65,536"),
        ("retry_after", 20, "20 seconds"),
        ("size", 999, "999 bytes"),
        ("size", 20_000, "20 kB"),
        ("size", 5_000_000, "5 MB"),
    ],
)
def test_a_chip_names_the_unit(name, number, said):
    assert in_words(name, number) == said
