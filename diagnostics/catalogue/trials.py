"""What a release makes of its own texts: examples, messages, symptoms, and the best answers.

A release that does not recognise what it shows on its pages would not help a stranger either.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.schema import Case, Content
from diagnostics.engine import MESSAGE, Catalogue, Facts, Grade, ranked
from diagnostics.intake import Rules, look, resembles

NEAR = 3  # candidates among which a case must be for its own symptoms


class Reading(NamedTuple):
    """What a release makes of a text: the candidates, most probable first, and the tell-tales."""

    ranking: tuple[str, ...]
    signals: frozenset[str]


# A release never changes, so each text is read once for as long as the release is in memory; what
# its rules find in a text is the same for all releases with these rules.
_readings: WeakKeyDictionary[CompiledRelease, dict[str, Reading]] = WeakKeyDictionary()
_looks: WeakKeyDictionary[Rules, dict[str, tuple[Facts, str]]] = WeakKeyDictionary()


def failures(release: CompiledRelease) -> Iterator[str]:
    """Every text and case for which the release fails, as a sentence that names the entry."""
    for case in release.content.cases:
        yield from _wrong_examples(release, case)
        yield from _wrong_message(release, case)
        yield from _strange_symptoms(release, case)
        yield from _unreachable(release.engine, case)
    yield from _alike(release)


def diagnosed(release: CompiledRelease, text: str) -> str:
    """The first candidate for a text."""
    return reading(release, text).ranking[0]


def reading(release: CompiledRelease, text: str) -> Reading:
    """What the release makes of a text of the catalogue or of a known problem."""
    known = _readings.setdefault(release, {})
    if text not in known:
        facts, words = _look(release.rules, text)
        alike = resembles(words, release.reader.likeness)
        ranking = ranked(release.engine, replace(facts, resembles=alike))
        known[text] = Reading(ranking, facts.signals)
    return known[text]


def _look(rules: Rules, text: str) -> tuple[Facts, str]:
    """The facts that rules find in a text, and the words to judge likeness by."""
    known = _looks.setdefault(rules, {})
    if text not in known:
        seen = look(text, rules)
        known[text] = (seen.report.facts, seen.words)
    return known[text]


def _wrong_examples(release: CompiledRelease, case: Case) -> Iterator[str]:
    for number, example in enumerate(case.examples, start=1):
        found = reading(release, example.text)
        if found.ranking[0] != case.slug:
            yield f"case {case.slug}: example {number} is diagnosed as {found.ranking[0]}."
        for signal in sorted(found.signals & release.patterns.keys()):
            pattern = release.patterns[signal]
            proved = [c for c, grade in pattern.items() if grade is Grade.PROVES]
            if proved and case.slug not in pattern:
                yield (
                    f"pattern {signal}: proves {proved[0]}, but is found in example {number} of "
                    f"{case.slug} too; grade it there, under “also”, or exclude it."
                )


def _wrong_message(release: CompiledRelease, case: Case) -> Iterator[str]:
    first = diagnosed(release, case.message)
    if first != case.slug:
        yield f"case {case.slug}: its message is diagnosed as {first}."


def _strange_symptoms(release: CompiledRelease, case: Case) -> Iterator[str]:
    for symptom in (*case.symptoms.en, *case.symptoms.zh_hans):
        near = reading(release, symptom).ranking[:NEAR]
        if case.slug not in near:
            yield f"case {case.slug}: the symptom “{symptom}” is diagnosed as {near[0]}."


def _unreachable(engine: Catalogue, case: Case) -> Iterator[str]:
    """Whoever answers what speaks most for a case, and recognises its message, must get there."""
    answers = {
        question: max(grades, key=lambda value: _worth(grades[value]))
        for question, grades in case.evidence.items()
        if any(_worth(grade) > 0 for grade in grades.values())
    }
    facts = Facts(answers={**answers, MESSAGE: case.slug})
    first = ranked(engine, facts)[0]
    if first != case.slug:
        yield f"case {case.slug}: its best answers lead to {first}."


def _worth(grade: Grade) -> int:
    return {Grade.PROVES: 2, Grade.LIKELY: 1}.get(grade, 0)


def alike(content: Content) -> list[list[str]]:
    """Groups of cases that no answer separates, each in catalogue order."""
    groups: dict[frozenset[tuple[str, str, Grade]], list[str]] = {}
    for case in content.cases:
        told = frozenset(
            (question, value, grade)
            for question, grades in case.evidence.items()
            for value, grade in grades.items()
            if grade is not Grade.NEUTRAL
        )
        groups.setdefault(told, []).append(case.slug)
    return [group for group in groups.values() if len(group) > 1]


def _alike(release: CompiledRelease) -> Iterator[str]:
    for first, *others in alike(release.content):
        yield from (f"case {slug}: no answer separates it from {first}." for slug in others)
