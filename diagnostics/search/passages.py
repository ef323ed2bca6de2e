"""The passage of a document that shows best why it was found, with the hits marked."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diagnostics.search.words import words

LONGEST = 180  # characters of a passage in Latin letters; a Chinese one is as long with half
_SENTENCE = re.compile(r"(?<=[.!?。！？；])\s*(?=\S)|\n+")


class Piece(NamedTuple):
    """A stretch of a text, and whether it is what was looked for."""

    text: str
    hit: bool


def best_passage(texts: Iterable[str], terms: frozenset[str]) -> str:
    """The text with the most different hits, the first of equals; of a long one a sentence."""
    beginnings = [_beginning(term) for term in terms]
    best, most = "", -1
    for text in texts:
        small = text.lower()
        # A text has no more hits than beginnings of words: most texts need no closer look.
        if sum(beginning in small for beginning in beginnings) > most:
            count = _hits(text, terms)
            if count > most:
                best, most = text, count
    if len(best) <= LONGEST:
        return best
    sentences = [s for s in _SENTENCE.split(best) if s and s.strip()] or [best]
    return _cut(max(sentences, key=lambda s: _hits(s, terms)), terms)


def marked(text: str, terms: frozenset[str]) -> list[Piece]:
    """A text in pieces, those that were looked for marked."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _spans(text, terms):
        if start > done:
            pieces.append(Piece(text[done:start], hit=False))
        pieces.append(Piece(text[start:end], hit=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], hit=False))
    return pieces


def _beginning(term: str) -> str:
    """What every form of a word begins with: `retr` of retry and retries, the whole in Chinese."""
    return term[: max(1, min(4, len(term) - 1))] if term.isascii() else term


def _hits(text: str, terms: frozenset[str]) -> int:
    return len({word.term for word in words(text)} & terms)


def _spans(text: str, terms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where the terms stand, without overlaps; what touches is one."""
    found = sorted((w.start, w.end) for w in words(text) if w.term in terms)
    start = end = -1
    for first, last in found:
        if first <= end:
            end = max(end, last)
            continue
        if end > 0:
            yield start, end
        start, end = first, last
    if end > 0:
        yield start, end


def _cut(sentence: str, terms: frozenset[str]) -> str:
    """The stretch of a long sentence around its first hit."""
    if len(sentence) <= LONGEST:
        return sentence
    first = next((start for start, _ in _spans(sentence, terms)), 0)
    start = max(0, min(first - LONGEST // 3, len(sentence) - LONGEST))
    stretch = sentence[start : start + LONGEST]
    if start:
        stretch = "…" + stretch.split(" ", 1)[-1]
    if start + LONGEST < len(sentence):
        stretch = stretch.rsplit(" ", 1)[0] + "…"
    return stretch
