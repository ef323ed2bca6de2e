"""Samples, damaged in every way that clients and people damage them: `python -m tests.fuzz`.

Nothing may raise, and nothing may take long. `N` says how many texts, `SEED` which ones.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import read_content
from diagnostics.engine import diagnose
from diagnostics.intake import read
from tests.samples import samples

COUNT = 100_000
LIMIT = 0.1  # seconds of processor time
CHANGES = 4  # made to one text at most
LONGEST = 200_000  # characters; changes that multiply stop there

Change = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A text that could not be read or diagnosed, or took too long; `number` finds it again."""

    number: int
    text: str
    what: str


def fuzz(release: CompiledRelease, count: int, seed: int = 0) -> Iterator[Problem]:
    """Read and diagnose so many texts; yields what goes wrong."""
    for number in range(count):
        text = damaged(number, seed)
        try:
            # A busy machine makes one text slow once, not twice.
            seconds = _seconds(release, text)
            if seconds > LIMIT:
                seconds = min(seconds, _seconds(release, text))
        except Exception as problem:  # whatever it is, it is what we look for
            yield Problem(number, text, repr(problem))
        else:
            if seconds > LIMIT:
                yield Problem(number, text, f"{seconds * 1000:.0f} ms, {len(text)} characters")


def damaged(number: int, seed: int = 0) -> str:
    """The text of this number: a sample with one to four changes."""
    chance = random.Random(f"{seed} {number}")
    text = _sample(chance)
    for _ in range(chance.randint(1, CHANGES)):
        text = chance.choice(CHANGES_KNOWN)(text, chance)[:LONGEST]
    return text


def _seconds(release: CompiledRelease, text: str) -> float:
    started = time.process_time()
    diagnose(release.engine, read(text, release.reader).facts)
    return time.process_time() - started


_SAMPLES = [sample.text for sample in samples()]


def _sample(chance: random.Random) -> str:
    return chance.choice(_SAMPLES)


def _piece(text: str, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, chance.randint(start, min(len(text), start + 80))


def _cut(text: str, chance: random.Random) -> str:
    start, end = sorted(chance.choices(range(len(text) + 1), k=2))
    return text[start:end]


def _remove(text: str, chance: random.Random) -> str:
    start, end = _piece(text, chance)
    return text[:start] + text[end:]


def _splice(text: str, chance: random.Random) -> str:
    other = _sample(chance)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


def _mix_languages(text: str, chance: random.Random) -> str:
    other = _sample(chance).split()
    words = text.split()
    return " ".join(chance.choice(pair) for pair in zip(words, other, strict=False))


def _repeat(text: str, chance: random.Random) -> str:
    start, end = _piece(text, chance)
    return text[:start] + text[start:end] * chance.choice([1, 2, 10, 100, 1000]) + text[end:]


def _duplicate(text: str, chance: random.Random) -> str:
    return chance.choice(["", " ", "\n", "\n\n"]).join([text] * chance.randint(2, 20))


def _escape(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 5)):
        text = json.dumps({"message": text}, ensure_ascii=chance.random() < 0.5)[: LONGEST // 2]
    return text


def _represent(text: str, chance: random.Random) -> str:
    return repr(text if chance.random() < 0.5 else {"error": {"message": text, "code": 400}})


def _insert_control(text: str, chance: random.Random) -> str:
    strange = "\x00\x01\x07\x08\x1b\x7f\x85\u200b\u2028\u202e\ufeff\ufffd\ud800\U0001f4a5\r\t"
    place = chance.randint(0, len(text))
    inserted = "".join(chance.choices(strange, k=chance.randint(1, 20)))
    return text[:place] + inserted + text[place:]


def _nest(text: str, chance: random.Random) -> str:
    opening, closing = chance.choice(["{}", "[]", "()", "<>", "\"'", "\\\\", '""', "''"])
    depth = chance.choice([1, 5, 50, 2000])
    return opening * depth + text + closing * chance.choice([0, 1, depth])


def _swap(text: str, chance: random.Random) -> str:
    encoded = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(min(len(encoded) // 2, chance.randint(1, 30))):
        first, second = chance.choices(range(len(encoded)), k=2)
        encoded[first], encoded[second] = encoded[second], encoded[first]
    return encoded.decode(chance.choice(["utf-8", "latin-1"]), "replace")


def _frame(text: str, _: random.Random) -> str:
    return "".join(f"data: {line}\n\n" for line in text.split("\n"))


CHANGES_KNOWN: tuple[Change, ...] = (
    *(_cut, _remove, _splice, _mix_languages, _repeat, _duplicate),
    *(_escape, _represent, _insert_control, _nest, _swap, _frame),
)


def main() -> int:
    """Print problems as they are found, then how many texts were read; 1 if there was any."""
    count, seed = int(os.environ.get("N") or COUNT), int(os.environ.get("SEED", "0"))
    problems = 0
    for problem in fuzz(CompiledRelease(0, read_content()), count, seed):
        problems += 1
        print(f"{problem.number}: {problem.what}: {problem.text[:100]!r}", flush=True)
    print(f"{count} texts, {problems} problems.")
    return min(problems, 1)


if __name__ == "__main__":
    sys.exit(main())
