"""Time against the number of cases, with made-up cases beside the real ones."""

import random
import re
import time

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.diagnosing import answer
from diagnostics.catalogue.schema import Case, Content, Pattern, Texts
from tests.bench.measuring import milliseconds, percentile, ready, shipped
from tests.bench.texts import KB, padded_samples

TIMES = (1, 10, 100)
TEXTS, PATTERNS = 8, 6  # that a made-up case has in each language, at most


def growth() -> None:
    """Print one line for each size of the catalogue."""
    print(f"{'CASES':18}{'p50 ms':>12}{'p99 ms':>9}{'compile s':>11}")
    texts = padded_samples(KB, 200)
    for times in TIMES:
        started = time.process_time()
        release = ready(CompiledRelease(0, larger(shipped().content, times)))
        compiling = time.process_time() - started
        spent = milliseconds(lambda text, release=release: answer(release, {"text": text}), texts)
        p50, p99 = percentile(spent, 0.5), percentile(spent, 0.99)
        print(f"{len(release.content.cases):<18}{p50:12.2f}{p99:9.2f}{compiling:11.1f}", flush=True)


def larger(content: Content, times: int) -> Content:
    """The content with so many times its cases: copies with other slugs and shuffled words."""
    chance = random.Random(times)
    made_up = [_copy(case, i, chance) for i in range(1, times) for case in content.cases]
    return content.model_copy(update={"cases": (*content.cases, *made_up)})


def _copy(case: Case, number: int, chance: random.Random) -> Case:
    return case.model_copy(
        update={
            "slug": f"{case.slug}-{number}",
            "symptoms": _shuffled_texts(case.symptoms, chance),
            "wordings": _shuffled_texts(case.wordings or case.symptoms, chance),
            "patterns": tuple(_pattern(p, number, chance) for p in case.patterns[:PATTERNS]),
            "examples": (),
            "related": (),
        }
    )


def _pattern(pattern: Pattern, number: int, chance: random.Random) -> Pattern:
    words = " ".join(_shuffled(pattern.example, chance)[:60].split())
    update = {"slug": f"{pattern.slug}-{number}", "match": f"(?:{re.escape(words)})", "also": {}}
    update["example"] = words
    return pattern.model_copy(update=update)


def _shuffled_texts(texts: Texts, chance: random.Random) -> Texts:
    return texts.model_copy(
        update={
            "en": tuple(_shuffled(text, chance) for text in texts.en[:TEXTS]),
            "zh_hans": tuple(_shuffled(text, chance) for text in texts.zh_hans[:TEXTS]),
        }
    )


def _shuffled(text: str, chance: random.Random) -> str:
    parts = text.split() if text.isascii() else list(text)
    chance.shuffle(parts)
    return (" " if text.isascii() else "").join(parts).strip()
