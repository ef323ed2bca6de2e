"""A pattern that is tried on texts, opened as the reader opens them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any

from diagnostics import intake
from diagnostics.catalogue.compiled import BOILERPLATE
from diagnostics.catalogue.models import Provider
from diagnostics.engine import Grade, Signal
from diagnostics.engine.evidence import strength

SHOWN = 10  # texts of each kind that are shown
AROUND = 60  # characters that are shown before and after the words that were found
LONGEST = 300  # characters that are shown of one text
KEPT = 10_000  # texts that a process keeps opened
PATIENCE = 0.2  # seconds in which texts are opened for one answer; the next one goes on

Piece = tuple[str, bool]  # a stretch of a text, and whether it was found


@dataclass(frozen=True, slots=True)
class Match:
    """A text in which a pattern is found, in pieces. counts: False where another provider answered.

    source: whose text it is, as it was given.
    """

    source: Any
    pieces: list[Piece]
    counts: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """The first of the texts in which a pattern is found, and in how many of how many it is.

    unread: the number of texts for which there was no time yet.
    """

    shown: list[Match]
    found: int
    tried: int
    unread: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.found - len(self.shown)


class Trial:
    """A pattern that is ready to be tried, with the drafts as they are."""

    def __init__(
        self,
        pattern: intake.Pattern,
        providers: Iterable[str],
        phrases: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Compile the pattern and what opening a text needs.

        providers: as in `schema.Pattern`. Raises `PatternError` for the pattern, and
        `intake.error` where the drafts hold an expression that cannot be used.
        """
        self._place = pattern.place
        self._signal = Signal("", {"": Grade.PROVES}, frozenset(providers))
        self._matcher = intake.Matcher([pattern], phrases)
        self._opener = _opener(tuple(phrases.get(BOILERPLATE, ())), tuple(_provider_marks()))
        self._until = monotonic() + PATIENCE

    def matches_itself(self, example: str) -> bool:
        """Whether the pattern is found in its own example, as it must be to be published."""
        return any(self._matcher.find(intake.Unit(example, frozenset({self._place}))))

    def matches(self, texts: Iterable[tuple[Any, str]]) -> Matches:
        """Those of the texts, each with its source, in which the pattern is found."""
        found, tried, unread = [], 0, 0
        for source, text in texts:
            opened = self._opener.open(text, self._until)
            if opened is None:
                unread += 1
                continue
            tried += 1
            match = self._match(source, opened)
            if match:
                found.append(match)
        return Matches(found[:SHOWN], len(found), tried, unread)

    def _match(self, source: Any, opened: intake.Opened) -> Match | None:
        for unit in opened.units:
            if self._place in unit.places:
                for found in self._matcher.find(unit):
                    counts = strength(self._signal, opened.provider) > 0
                    return Match(source, pieces(unit.text, found.words), counts)
        return None


def pieces(text: str, words: Iterable[str]) -> list[Piece]:
    """What surrounds the words in a text, with the words apart."""
    places = sorted((at, at + len(word)) for word in words if (at := text.find(word)) >= 0)
    start = max(0, places[0][0] - AROUND) if places else 0
    end = min(max((end for _at, end in places), default=0) + AROUND, start + LONGEST)
    cut: list[Piece] = [("…", False)] if start else []
    for at, stop in places:
        cut += [(text[start : min(at, end)], False), (text[max(start, at) : min(stop, end)], True)]
        start = max(start, min(stop, end))
    cut += [(text[start:end], False), ("…" if end < len(text) else "", False)]
    return [piece for piece in cut if piece[0]]


def _provider_marks() -> Iterator[intake.ProviderMarks]:
    for slug, hosts, names in Provider.objects.values_list("slug", "hosts", "names"):
        yield intake.ProviderMarks(slug, tuple(hosts.splitlines()), tuple(names.splitlines()))


class _Opener:
    """Opens texts as the drafts have it, and keeps them opened: that takes most of the time."""

    def __init__(
        self, boilerplate: tuple[str, ...], marks: tuple[intake.ProviderMarks, ...]
    ) -> None:
        self._boilerplate, self._finder = intake.any_of(boilerplate), intake.ProviderFinder(marks)
        self._opened: dict[str, intake.Opened] = {}

    def open(self, text: str, until: float) -> intake.Opened | None:
        """The opened text; None where it is a new one and the time is over."""
        opened = self._opened.get(text)
        if opened is None and monotonic() < until:
            if len(self._opened) >= KEPT:
                self._opened.clear()
            opened = intake.opened(text, self._boilerplate, self._finder)
            self._opened[text] = opened
        return opened


_opener = lru_cache(maxsize=1)(_Opener)  # one for the drafts as they are
