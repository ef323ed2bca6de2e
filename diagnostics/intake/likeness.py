"""How likely a text is to be about each case, judged by words alone: weak, calibrated evidence.

Naive Bayes over TF-IDF weights (Rennie et al. 2003, "Tackling the Poor Assumptions of Naive Bayes
Text Classifiers"), learnt from the catalogue's own texts when a release is compiled.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.engine.ordering import largest

LONGEST = 2_000  # characters of a text that are looked at
PIECE = 3  # length of a word piece
LONGEST_WORD = 30  # longer runs of letters are no words, and have no pieces
LONGEST_CODE = 5  # digits of a number that may be a status, a code or a port
SMOOTHING = 0.02
COMMON = 0.25  # share of the groups of texts from which a feature counts as common

# How far the scores are trusted, so that the probabilities are honest on texts that were not used
# to write the catalogue.
SHARPNESS = 1.3

_TOKEN = re.compile("[a-z]+|[0-9]+|[\u4e00-\u9fff]")


class _Vocabulary:
    """A number for each feature that was ever learnt in this process.

    Releases learn from mostly the same texts, so each text is taken apart for the first of them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self.learnt = lru_cache(maxsize=1 << 16)(self._learnt)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, found: Iterable[str]) -> Iterator[int]:
        """The numbers of features; -1 for one that was never learnt."""
        return (self._numbers.get(feature, -1) for feature in found)

    def _learnt(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The features of a text, new ones included, and how often each occurs."""
        count = Counter(features(text))
        with self._lock:
            numbers = np.fromiter(map(self._numbers.__getitem__, count), np.int32, len(count))
        return numbers, np.fromiter(count.values(), np.float32, len(count))


_vocabulary = _Vocabulary()


class Likeness:
    """What the catalogue's texts teach about words: probabilities of cases for a text.

    A feature occurs in the texts of few cases, so only those weights are kept: for each feature
    the cases, and how much more likely it is in their texts than in any other.
    """

    def __init__(self, samples: Mapping[str, Iterable[str]], vague: Iterable[str] = ()) -> None:
        """Learn from the texts of each case, and from texts that tell nothing."""
        self._cases = sorted(samples)
        groups = [*(samples[case] for case in self._cases), vague]
        texts = [
            (row, *_vocabulary.learnt(text)) for row, texts in enumerate(groups) for text in texts
        ]
        # The last place is for features that were not seen here.
        seen = np.zeros(len(_vocabulary) + 1)
        for _, columns, _ in texts:
            seen[columns] += 1
        self._is_seen = seen > 0
        self._rarity = np.log((1 + len(texts)) / (1 + seen)) + 1

        cells = np.concatenate([np.int64(len(groups)) * columns + row for row, columns, _ in texts])
        weights = np.concatenate([self._weights(columns, often) for _, columns, often in texts])
        cells, place = np.unique(cells, return_inverse=True)
        weights = np.bincount(place, weights)
        columns, rows = np.divmod(cells, len(groups))
        self._start = np.searchsorted(columns, np.arange(len(seen)))
        self._row = rows.astype(np.int32)
        self._gain = np.log1p(weights / SMOOTHING).astype(np.float32)
        self._common_place, self._common = self._table_of_common(len(groups))
        total = np.bincount(rows, weights, len(groups)) + SMOOTHING * self._is_seen.sum()
        self._unseen = np.log(SMOOTHING / total)

    def _table_of_common(self, groups: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The gains of features that many groups have, a row each, and the rows by column.

        Such features are most of a text, and whole rows are added faster than single gains.
        """
        columns = np.flatnonzero(np.diff(self._start) > groups * COMMON)
        place = np.full(len(self._is_seen), -1, np.int32)
        place[columns] = np.arange(len(columns))
        table = np.zeros((len(columns), groups))
        for row, column in enumerate(columns):
            cells = slice(self._start[column], self._start[column + 1])
            table[row, self._row[cells]] = self._gain[cells]
        return place, table

    def nearest(self, text: str, most: int) -> list[tuple[str, float]]:
        """The most probable cases, at most so many, with their probability from 0 to 1.

        What is missing to 1 speaks for other cases or for none. Empty when the text has nothing in
        common with what was learnt.
        """
        count = Counter(features(text))
        columns = np.fromiter(_vocabulary.numbers(count), np.int64, len(count))
        columns[columns >= len(self._is_seen)] = -1  # learnt since, by another
        weights = self._weights(columns, np.fromiter(count.values(), np.float64, len(count)))
        is_seen = self._is_seen[columns]
        columns, weights = columns[is_seen], weights[is_seen]
        if not len(columns):
            return []
        score = SHARPNESS * (self._gained(columns, weights) + weights.sum() * self._unseen)
        odds = np.exp(score - score.max())
        shares = (odds / odds.sum())[: len(self._cases)]
        return [(self._cases[i], float(shares[i])) for i in largest(shares, most)]

    def _weights(self, columns: NDArray[Any], often: NDArray[Any]) -> NDArray[np.float64]:
        """TF-IDF weights of length 1, so that a text of which little is known says little."""
        weights = (1 + np.log(often)) * self._rarity[columns]
        return np.asarray(weights / (np.linalg.norm(weights) or 1.0))

    def _gained(
        self, columns: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What the features add to the score of each group of texts that has them."""
        place = self._common_place[columns]
        is_common = place >= 0
        gained = weights[is_common] @ self._common[place[is_common]]
        columns, weights = columns[~is_common], weights[~is_common]
        start = self._start[columns]
        many = self._start[columns + 1] - start
        before = np.cumsum(many) - many
        cells = np.repeat(start - before, many) + np.arange(many.sum())
        gains = np.repeat(weights, many) * self._gain[cells]
        return np.asarray(gained + np.bincount(self._row[cells], gains, len(self._unseen)))


def is_terse(text: str) -> bool:
    """Whether a text has only one or two words or Chinese characters."""
    return len(_TOKEN.findall(text[:LONGEST].lower())) < 3


def features(text: str) -> list[str]:
    """Words, pairs and triples of words, word pieces; the same of Chinese characters; numbers."""
    found: list[str] = []
    before = last = ""  # the two words in front, where they are of the same script
    for token in _TOKEN.findall(text[:LONGEST].lower()):
        if token[0].isdigit():
            # Statuses, codes and ports tell something, other numbers only that there is one.
            found.append(token if len(token) <= LONGEST_CODE else "#")
            before = last = ""
            continue
        is_latin = token.isascii()
        if last and last.isascii() != is_latin:
            before = last = ""
        if before:
            found.append(f"{before} {last} {token}")
        if last:
            found.append(f"{last} {token}")
        found.append(token)
        if is_latin and len(token) <= LONGEST_WORD:
            word = f"<{token}>"
            found += [f"~{word[i : i + PIECE]}" for i in range(len(word) - PIECE + 1)]
        before, last = last, token
    return found
