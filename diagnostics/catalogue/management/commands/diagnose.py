"""`manage.py diagnose`: the diagnosis on the command line, for one text or for many."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnostics.catalogue.current import current
from diagnostics.catalogue.diagnosing import RequestError, answer


class Command(BaseCommand):
    help = "Say why a request failed, from the error that it printed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", help="a file with the error; - or nothing: standard input"
        )
        parser.add_argument("--answer", action="append", default=[], metavar="QUESTION=VALUE")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--batch", metavar="IN.jsonl", help="one request a line; -: standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["batch"]:
            self.batch(options["batch"])
            return
        request = {"text": _read(options["file"] or "-"), "answers": _answers(options["answer"])}
        result = answer(current(), request)
        if options["format"] == "json":
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(result)))

    def batch(self, name: str) -> None:
        release = current()
        for number, line in enumerate(_read(name).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                request = json.loads(line)
                if not isinstance(request, dict):
                    raise RequestError("a line must be a JSON object.")
                result = {"id": request.get("id"), **answer(release, request)}
            except (json.JSONDecodeError, RequestError) as problem:
                msg = f"Line {number}: {problem}"
                raise CommandError(msg) from None
            self.stdout.write(json.dumps(result, ensure_ascii=False))


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        msg = f"{name} cannot be read: {problem.strerror}."
        raise CommandError(msg) from None
    return raw.decode("utf-8", "replace")


def _answers(pairs: Iterable[str]) -> dict[str, str]:
    answers = {}
    for pair in pairs:
        question, equals, value = pair.partition("=")
        if not equals:
            msg = f"Write --answer as question=value, not {pair}."
            raise CommandError(msg)
        answers[question] = value
    return answers


def _lines(result: dict[str, Any]) -> Iterable[str]:
    pages = current().pages("en")
    yield {
        "recognised": "This is it:",
        "likely": "Most likely:",
        "unclear": "Not recognised. The nearest causes:",
    }[result["verdict"]]
    for candidate in result["candidates"][: 1 if result["verdict"] == "recognised" else 3]:
        case = pages.cases[candidate["case"]]
        yield f"  {case.title}  [{case.slug}]"
        yield from (f"    + {reason}" for reason in candidate["for"])
        yield from (f"    - {reason}" for reason in candidate["against"])
    if result["question"]:
        question = pages.questions[result["question"]["slug"]]
        yield f"To be surer: {question.title}"
        yield f"  --answer {question.slug}={'|'.join(result['question']['options'])}"
