"""The pasted text with the words that decided, marked by the cause that they speak for.

It is part of the one answer to the paste: not of an address, and kept nowhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from diagnostics.intake import Report
from diagnostics.web.presenting import DiagnosisView

LONGEST = 4000  # characters of the text that are shown
AROUND = 600  # characters that are shown before and after a marked place
MOST_CAUSES = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand that speak for the cause of a letter."""

    start: int
    end: int
    letter: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text: plain, marked with the letter of a cause, or a gap."""

    text: str
    letter: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """The text in parts, and the causes that their letters stand for."""

    parts: list[Part]
    causes: list[tuple[str, Any]]
    removed: int


def marked(report: Report, view: DiagnosisView) -> Marked | None:
    """Mark what decided, or None where no words of the text did."""
    pages = view.state.pages
    ranked = [cause.case.slug for cause in (view.best, *view.others)]
    owners = {s.signal: pages.signals[s.signal].case for s in report.spans}
    named = dict.fromkeys([*(c for c in ranked if c in owners.values()), *owners.values()])
    known = [case for case in named if case in pages.cases][:MOST_CAUSES]
    letters = dict(zip(known, ascii_uppercase, strict=False))
    found = (
        Place(span.start, span.end, letters[owners[span.signal]])
        for span in report.spans
        if owners[span.signal] in letters
    )
    places = _apart(report.redacted, found)
    if not places:
        return None
    return Marked(
        parts=list(_parts(report.redacted, places)),
        causes=[(letter, pages.cases[case]) for case, letter in letters.items()],
        removed=sum(report.removed.values()),
    )


def _apart(text: str, places: Iterable[Place]) -> list[Place]:
    """The places in order, without overlaps: those of one cause are joined, others cut short.

    Only white space between two places of one cause joins them too.
    """
    apart: list[Place] = []
    for place in sorted(places, key=lambda p: (p.start, -p.end)):
        end = apart[-1].end if apart else 0
        if place.end <= end:
            continue
        touching = bool(apart) and not text[end : place.start].strip()
        if touching and place.letter == apart[-1].letter:
            apart[-1] = Place(apart[-1].start, place.end, place.letter)
        else:
            apart.append(Place(max(place.start, end), place.end, place.letter))
    return apart


def _parts(text: str, places: list[Place]) -> Iterator[Part]:
    left = LONGEST
    for start, end in _windows(len(text), places):
        end = min(end, start + left)  # noqa: PLW2901 - the window is cut where the room ends
        if start >= end:
            break
        if start:
            yield Part("", gap=True)
        yield from _window(text, start, end, places)
        left -= end - start
    if end < len(text):
        yield Part("", gap=True)


def _window(text: str, start: int, end: int, places: list[Place]) -> Iterator[Part]:
    at = start
    for place in places:
        if at <= place.start < end:
            yield Part(text[at : place.start])
            at = min(place.end, end)
            yield Part(text[place.start : at], place.letter)
    yield Part(text[at:end])


def _windows(length: int, places: list[Place]) -> list[tuple[int, int]]:
    """What is shown: all of a short text, of a long one what surrounds the places."""
    if length <= LONGEST:
        return [(0, length)]
    windows: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place.start - AROUND), min(length, place.end + AROUND)
        if windows and start <= windows[-1][1]:
            start, end = windows[-1][0], max(end, windows.pop()[1])
        windows.append((start, end))
    return windows
