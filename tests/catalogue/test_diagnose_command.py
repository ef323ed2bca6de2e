"""`manage.py diagnose`, as others call it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

TEXT = "This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"


@pytest.fixture
def standard_input(monkeypatch):
    def give(text):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return give


def run(*arguments):
    out = io.StringIO()
    call_command("diagnose", *arguments, stdout=out)
    return out.getvalue()


def test_a_batch_answers_every_line_in_order(release, standard_input):
    standard_input(
        json.dumps({"id": "a", "text": TEXT})
        + "\n"
        + json.dumps({"id": "b", "answers": {"status": "429"}, "unknown": ["provider"]})
        + "\n"
    )
    first, second = map(json.loads, run("--batch", "-").splitlines())
    assert (first["id"], first["verdict"]) == ("a", "recognised")
    assert first["candidates"][0]["case"] == "context-length-exceeded"
    assert first["question"] is None
    assert (second["id"], second["facts"]) == ("b", {"status": "429"})
    assert second["question"]["slug"] not in {"status", "provider"}
    assert len(second["candidates"]) == 5


def test_text_says_what_to_do(release, standard_input):
    standard_input(TEXT)
    assert run().startswith(
        "This is it:\n  The conversation is too long for this model  [context-length-exceeded]\n"
    )


def test_an_answer_takes_precedence(release, standard_input):
    standard_input("HTTP 500")
    result = json.loads(run("--answer", "status=429", "--format", "json"))
    assert result["facts"]["status"] == "429"


def test_a_line_that_is_no_json_is_named(release, standard_input):
    standard_input('{"id": "a"}\nnonsense\n')
    with pytest.raises(CommandError, match="Line 2: "):
        run("--batch", "-")
