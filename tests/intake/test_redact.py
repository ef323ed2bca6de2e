"""No secret survives, and ordinary error text is not damaged."""

import json
import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.intake import redact
from diagnostics.intake.redact import RULES
from tests.intake.redaction import IMAGE, KEYS, ORDINARY, SHAPES, TEXTS, drawn, in_json

# Pieces that rules look for, to be put together in any order.
PIECES = st.sampled_from(
    [
        *(text for text, _ in SHAPES.values() if len(text) < 200),
        *("sk-", "api_key", "token", "cookie", "authorization", "Bearer ", "=", ": ", '"', "\\"),
        *("\\n", "\n", "@", ".", "/", "//", "-", "_", "://", "[key]", "[user]", "?key=", " "),
        *("C:\\Users\\", "/home/", "1.2.3.4", "a", "7", "data:", ";base64,", "密钥", "是"),
    ]
)
TANGLED = st.lists(PIECES, max_size=12).map("".join)


@pytest.mark.parametrize("around", TEXTS)
@pytest.mark.parametrize(("text", "secret"), SHAPES.values(), ids=SHAPES.keys())
def test_no_secret_survives(text, secret, around):
    once = redact(around(text))
    assert secret not in once.text
    assert json.dumps(secret)[1:-1] not in once.text
    assert sum(once.removed.values()) >= 1


@pytest.mark.parametrize("around", TEXTS[1:])
@pytest.mark.parametrize("text", [text for text, _ in SHAPES.values()], ids=SHAPES.keys())
def test_what_stands_around_a_secret_stays(text, around):
    before, after = around("HERE").split("HERE")
    redacted = redact(around(text)).text
    assert redacted.startswith(before)
    assert redacted.endswith(after)


@pytest.mark.parametrize("text", KEYS.values(), ids=KEYS.keys())
def test_json_stays_json(text):
    assert json.loads(redact(in_json(text)).text)["error"]["code"] == 401


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_not_damaged(text):
    assert redact(text).text == text
    assert redact(in_json(text)).text == in_json(text)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"Authorization: Bearer sk-sp-{drawn(32)}", "Authorization: Bearer sk-sp-[key]"),
        (f"OPENAI_API_KEY='{drawn(40)}' is set", "OPENAI_API_KEY='[key]' is set"),
        (f"https://api.example.com/v1?key={drawn(20)}&alt=sse", "https://api.example.com/v1?key=[key]&alt=sse"),
        ("http://jane:secret@proxy.example.com:80", "http://[key]@proxy.example.com:80"),
        (r"C:\Users\Jane Roe\AppData: not found", r"C:\Users\[user]\AppData: not found"),
        ("open /Users/jane/app.log, code 13", "open /Users/[user]/app.log, code 13"),
        ("connect ECONNREFUSED 192.168.1.7:8080", "connect ECONNREFUSED [address]:8080"),
        ("http://nas.lan:11434/api", "http://[private host]:11434/api"),
        (f'"url":"data:image/png;base64,{IMAGE}","a":1', '"url":"[attached data]","a":1'),
        ("Cookie: a=b1; c=d2\nHost: x.example", "Cookie: [cookie]\nHost: x.example"),
        ("Rate limit in organization org-" + drawn(24), "Rate limit in organization [account]"),
        ("账号 13812345678 余额不足", "账号 [phone] 余额不足"),
    ],
)  # fmt: skip
def test_only_the_secret_is_replaced(text, redacted):
    assert redact(text).text == redacted


def test_it_counts_what_was_removed():
    text = f"a@b.example, c@d.example and {KEYS['groq']}, twice {KEYS['groq']}"
    assert redact(text).removed == {"e-mail": 2, "key": 2}


def test_what_was_removed_before_is_not_counted_again():
    assert redact(redact("a@b.example").text).removed == {}


def test_a_secret_is_found_in_a_megabyte_of_noise():
    noise = "".join(random.Random(1).choices(string.printable, k=500_000))
    assert KEYS["groq"] not in redact(f"{noise} {KEYS['groq']} {noise}").text


def test_half_a_character_is_no_error():
    assert redact("a\ud800b").text == "a?b"


@given(st.one_of(TANGLED, st.text(max_size=400)))
def test_redacting_twice_changes_nothing_more(text):
    once = redact(text).text
    assert redact(once) == type(redact(""))(once, {})


@given(st.one_of(TANGLED, st.text(max_size=400), st.binary().map(lambda b: b.decode("latin-1"))))
def test_the_result_is_hardly_longer_than_the_text(text):
    longest = max(len(rule.replacement) for rule in RULES)
    done = redact(text)
    assert len(done.text) <= len(text) + longest * sum(done.removed.values())


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "7", "aB3/", "-", "\\", '\\"', " ", "sk-", "a.", "a@", "1.2.3.4 ", "a@b.cd "),
        *("ab:", "api_key: ", "cookie: ", "http://a:", "://a:b", "/Users/", "C:\\Users\\a"),
        *(
            "-----BEGIN PRIVATE KEY-----",
            "data:a;base64,",
            "?key=",
            "eyJaaaaaaa.",
            "密钥是",
            "\\\\a",
        ),
    ],
)
def test_time_grows_with_the_length_of_the_text(piece):
    """Four times the text takes about four times as long; a quadratic rule would take sixteen."""
    short = piece * (20_000 // len(piece))
    assert seconds(short * 4) < 12 * seconds(short)


def seconds(text):
    def once():
        start = time.process_time()
        redact(text)
        return time.process_time() - start

    return min(once() for _ in range(5))
