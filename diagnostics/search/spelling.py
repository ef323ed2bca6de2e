"""Words that come close to a word that nobody knows."""

from collections.abc import Iterable

import numpy as np

SHORTEST = 4  # shorter words are too alike
LONG = 8  # from this length on, two mistakes are forgiven
LOOKED_AT = 160  # candidates that are compared letter by letter


class Speller:
    """Finds known words that differ by a letter or two, or by two letters that changed places."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the words that are known."""
        self._words = sorted({w for w in known if w.isascii() and len(w) >= SHORTEST})
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int16)
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.uint64)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The known words with the fewest mistakes, and how many; none when all are far away."""
        most = allowed(word)
        if not most:
            return []
        other = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        close = (other <= 2 * most) & (np.abs(self._lengths - len(word)) <= most)
        places = np.flatnonzero(close)
        places = places[np.argsort(other[places], kind="stable")][:LOOKED_AT]
        found: list[tuple[str, int]] = []
        for place in places:
            known = self._words[int(place)]
            mistakes = distance(word, known, most)
            if mistakes < most:
                found, most = [], mistakes
            if mistakes == most:
                found.append((known, mistakes))
        return found


def allowed(word: str) -> int:
    """How many mistakes are forgiven; in a number, none."""
    if len(word) < SHORTEST or not word.isascii() or word.isdecimal():
        return 0
    return 2 if len(word) >= LONG else 1


def distance(a: str, b: str, most: int) -> int:
    """Letters added, left out, replaced or swapped; more than `most` where it is more than that."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return len(a) or len(b)
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _letters(word: str) -> int:
    """Which letters and digits a word has, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits
