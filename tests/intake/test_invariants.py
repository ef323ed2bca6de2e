"""What holds for reading any text at all."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.intake import read
from diagnostics.intake.unwrap import unwrap
from tests.samples import samples

MESSAGES = (
    "This model's maximum context length is 65536 tokens",
    "Incorrect API key provided",
    "The engine is currently overloaded, please try again later",
    "当前分组上游负载已饱和，请稍后再试",
    "余额不足，请充值后重试",
)
TEXTS = [sample.text for sample in samples()]
quietly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Samples, pieces of samples put together, and anything else.
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.lists(st.sampled_from(TEXTS).map(lambda text: text[:80]), max_size=4).map("\n".join),
    st.text(max_size=2000),
)
messages = st.sampled_from(MESSAGES)


def as_json(text, depth, ascii_only):
    for _ in range(depth):
        text = json.dumps({"error": {"message": text}}, ensure_ascii=ascii_only)
    return text


def said(text):
    return [fragment.text for fragment in unwrap(text).messages]


@quietly
@given(texts)
def test_reading_twice_gives_the_same(shipped, text):
    assert read(text, shipped.reader) == read(text, shipped.reader)


@quietly
@given(texts)
def test_places_are_within_the_redacted_text(shipped, text):
    report = read(text, shipped.reader)
    for span in report.spans:
        assert 0 <= span.start < span.end <= len(report.redacted)
        assert span.signal in report.facts.signals


@quietly
@given(texts)
def test_what_was_read_is_known_to_the_catalogue(shipped, text):
    facts = read(text, shipped.reader).facts
    assert facts.read == facts.answers.keys()
    for question, value in facts.answers.items():
        assert value.isdigit() or value in shipped.engine.answer_position[question]
    assert facts.signals <= shipped.engine.signals.keys()
    assert facts.resembles.keys() <= shipped.engine.position.keys()
    assert all(number >= 0 for number in facts.quantities.values())


@quietly
@given(st.one_of(texts, st.integers(0, 99999).map(lambda n: f"HTTP/1.1 {n} x, status: {n}")))
def test_statuses_are_errors(text):
    assert all(400 <= status <= 599 for status in unwrap(text).statuses)


@given(messages, st.integers(1, 4), st.booleans())
def test_json_in_json_is_opened(message, depth, ascii_only):
    assert message in said(as_json(message, depth, ascii_only))


@given(messages, st.integers(0, 2))
def test_a_python_repr_is_opened(message, depth):
    error = {"error": {"message": as_json(message, depth, ascii_only=False), "code": 400}}
    assert message in said(f"BadRequestError: Error code: 400 - {error!r}")


@given(messages, st.integers(1, 3))
def test_an_event_stream_is_opened(message, depth):
    assert message in said(f"event: error\ndata: {as_json(message, depth, ascii_only=False)}\n\n")
