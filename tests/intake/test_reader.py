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


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        (
            '{"error":{"message":"Unsupported value","param":"reasoning_effort"}}',
            "reasoning_effort",
        ),
        ("temperature and top_p cannot both be specified", "temperature"),
        ('400 Unknown name "maxOutputTokens"', "maxoutputtokens"),
        ("the temperatures are high today", ""),
    ],
)
def test_the_setting_that_a_text_names_is_read(shipped, text, parameter):
    assert read(text, shipped.reader).facts.parameter == parameter


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "prompt is too long: 203052 tokens > 200000 maximum",
            {"limit": 200000, "requested": 203052},
        ),
        (
            "input token count (1250345) exceeds the maximum number of tokens allowed (1048576).",
            {"limit": 1048576, "requested": 1250345},
        ),
        ("Rate limit reached. Please try again in 33.5s.", {"retry_after": 33}),
    ],
)
def test_numbers_are_read_as_each_provider_writes_them(shipped, text, numbers):
    assert read(text, shipped.reader).facts.quantities == numbers


@pytest.mark.parametrize(
    "text", ["403 status code (no body)", "Error: 502 status code (no body)", "Bad Request"]
)
def test_a_text_that_says_nothing_else_is_known_as_such(text):
    assert unwrap(text).only_message


def test_a_pattern_for_bare_texts_gives_way_to_a_code(shipped):
    bare = read("Request failed with status code 400", shipped.reader).facts
    told = read('{"message":"Request failed with status code 400","code":"1211"}', shipped.reader)
    assert "bare-status-only" in bare.signals
    assert "bare-status-only" not in told.facts.signals


def test_what_programs_add_to_any_error_is_not_read(shipped):
    hint = "出错了，如果没有配置 API 密钥，请前往设置 > 模型提供商中配置密钥"
    assert read(hint, shipped.reader).facts.signals == frozenset()


def test_of_a_long_text_the_beginning_and_the_end_are_read(shipped):
    noise = "nothing to see here\n" * 40_000
    report = read(f"Error 429\n{noise}prompt is too long: 203052 tokens > 200000", shipped.reader)
    assert report.facts.answers["status"] == "429"
    assert report.facts.quantities == {"limit": 200000, "requested": 203052}
    assert len(report.redacted) < 160_000


@pytest.mark.parametrize("shift", range(0, 60, 7))
def test_a_secret_that_is_cut_is_left_out(shipped, shift):
    key = "sk-proj-Zx81kPq0Wm3Lr7Tn5Vb2Zx81kPq0Wm3Lr7Tn5Vb2"
    text = " ".join(["x" * (100_000 - shift), key, "y" * 200_000, key, "z" * (50_000 - shift)])
    shown = read(text, shipped.reader).redacted
    assert not any(key[at : at + 12] in shown for at in range(8, len(key) - 12))


def test_a_number_of_thousands_of_digits_is_no_status(shipped):
    assert read('{"code": ' + "4" * 6000 + "}", shipped.reader).facts.answers == {}
