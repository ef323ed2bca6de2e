"""What is read from texts as clients print them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.intake import read
from diagnostics.intake.unwrap import unwrap

LIMITS = (
    '{"message":"400 This model\'s maximum context length is 65536 tokens. '
    'However, you requested 79519 tokens","status":400,"error":{"type":"invalid_request_error"}}'
)


def innermost(text):
    return max(unwrap(text).messages, key=lambda fragment: fragment.depth).text


@pytest.mark.parametrize(
    "text",
    [
        '{"error":{"message":"the inner words"}}',
        '{"message":"500 {\\"error\\":{\\"message\\":\\"the inner words\\"}}"}',
        '{"a":{"raw":"{\\"error\\":\\"{\\\\\\"message\\\\\\":\\\\\\"the inner words\\\\\\"}\\"}"}}',
        "BadRequestError: Error code: 400 - {'error': {'message': 'the inner words'}}",
        'data: {"error":{"message":"the inner words","code":400}}\n\n',
        "错误信息: 'the inner words'\n堆栈信息: 'Error\\n at x'",
    ],
)
def test_every_wrapper_is_opened(text):
    assert innermost(text) == "the inner words"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("403 status code (no body)", 403),
        ("Error code: 429 - rate limit", 429),
        ("HTTP/1.1 502 Bad Gateway\nserver: nginx", 502),
        ('{"status": 422, "message": "x"}', 422),
        ("接口返回 401", 401),
    ],
)
def test_the_status_is_read(text, status):
    assert unwrap(text).statuses[0] == status


@pytest.mark.parametrize("text", ["took 450 ms", "gpt-500 model", "sent 4290 tokens"])
def test_other_numbers_are_no_status(text):
    assert unwrap(text).statuses == []


def test_the_numbers_of_a_context_error_are_read(shipped):
    facts = read(LIMITS, shipped.reader).facts
    assert facts.quantities == {"limit": 65536, "requested": 79519}
    assert facts.answers == {"status": "400"}
    assert "context-length-both-numbers" in facts.signals


def test_words_in_a_stack_trace_are_no_message():
    assert unwrap("Error: boom\n    at rateLimit (file:///app/limit.js:1:2)").messages[0].text == (
        "Error: boom"
    )
    assert len(unwrap("Error: boom\n    at rateLimit (file:///app/limit.js:1:2)").messages) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.text(max_size=3000), st.binary(max_size=3000).map(lambda b: b.decode("latin-1")))
)
def test_any_text_can_be_read(shipped, text):
    report = read(text, shipped.reader)
    assert set(report.facts.signals) <= set(shipped.engine.signals)
    assert all(0 <= s.start < s.end <= len(report.redacted) for s in report.spans)
