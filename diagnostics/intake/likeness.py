"""How likely a text is to be about each case, judged by words alone: weak, calibrated evidence.

Naive Bayes over TF-IDF weights (Rennie et al. 2003, "Tackling the Poor Assumptions of Naive Bayes
Text Classifiers"), learnt from the catalogue's own texts when a release is compiled.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

LONGEST = 2_000  # characters of a text that are looked at
PIECE = 3  # length of a word piece
LONGEST_WORD = 30  # longer runs of letters are no words, and have no pieces
LONGEST_CODE = 5  # digits of a number that may be a status, a code or a port
SMOOTHING = 0.02

# How far the scores are trusted, so that the probabilities are honest on texts that were not used
# to write the catalogue.
SHARPNESS = 1.3

_TOKEN = re.compile("[a-z]+|[0-9]+|[\u4e00-\u9fff]")


class Likeness:
    """What the catalogue's texts teach about words: probabilities of cases for a text.

    A feature occurs in the texts of few cases, so only those weights are kept: for each feature
    the cases, and how much more likely it is in their texts than in any other.
    """

    def __init__(self, samples: Mapping[str, Iterable[str]], vague: Iterable[str] = ()) -> None:
        """Learn from the texts of each case, and from texts that tell nothing."""
        self._cases = sorted(samples)
        groups = [*(samples[case] for case in self._cases), vague]
        # A feature that was not seen before gets the next column.
        self._column: defaultdict[str, int] = defaultdict()
        self._column.default_factory = self._column.__len__
        texts = [(row, *self._learnt(text)) for row, texts in enumerate(groups) for text in texts]
        # The last place is for features that were never seen.
        seen = np.zeros(len(self._column) + 1)
        for _, columns, _ in texts:
            seen[columns] += 1
        self._rarity = np.log((1 + len(texts)) / (1 + seen)) + 1

        cells = np.concatenate([columns * len(groups) + row for row, columns, _ in texts])
        weights = np.concatenate([self._weights(columns, often) for _, columns, often in texts])
        cells, place = np.unique(cells, return_inverse=True)
        weights = np.bincount(place, weights)
        columns, rows = np.divmod(cells, len(groups))
        self._start = np.searchsorted(columns, np.arange(len(self._column) + 1))
        self._row = rows.astype(np.int32)
        self._gain = np.log1p(weights / SMOOTHING).astype(np.float32)
        total = np.bincount(rows, weights, len(groups)) + SMOOTHING * len(self._column)
        self._unseen = np.log(SMOOTHING / total)

    def nearest(self, text: str, most: int) -> list[tuple[str, float]]:
        """The most probable cases, at most so many, with their probability from 0 to 1.

        What is missing to 1 speaks for other cases or for none. Empty when the text has nothing in
        common with what was learnt.
        """
        count = Counter(features(text))
        columns = np.fromiter((self._column.get(f, -1) for f in count), np.int64, len(count))
        weights = self._weights(columns, np.fromiter(count.values(), np.float64, len(count)))
        columns, weights = columns[columns >= 0], weights[columns >= 0]
        if not len(columns):
            return []
        score = SHARPNESS * (self._gained(columns, weights) + weights.sum() * self._unseen)
        odds = np.exp(score - score.max())
        shares = (odds / odds.sum())[: len(self._cases)]
        order = np.argsort(-shares, kind="stable")[:most]
        return [(self._cases[i], float(shares[i])) for i in order]

    def _learnt(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns of the features of a text, new ones included, and how often each occurs."""
        count = Counter(features(text))
        return (
            np.fromiter(map(self._column.__getitem__, count), np.int64, len(count)),
            np.fromiter(count.values(), np.float64, len(count)),
        )

    def _weights(
        self, columns: NDArray[np.int64], often: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """TF-IDF weights of length 1, so that a text of which little is known says little."""
        weights = (1 + np.log(often)) * self._rarity[columns]
        return np.asarray(weights / (np.linalg.norm(weights) or 1.0))

    def _gained(
        self, columns: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What the features add to the score of each group of texts that has them."""
        start = self._start[columns]
        many = self._start[columns + 1] - start
        before = np.cumsum(many) - many
        cells = np.repeat(start - before, many) + np.arange(many.sum())
        gains = np.repeat(weights, many) * self._gain[cells]
        return np.asarray(np.bincount(self._row[cells], gains, len(self._unseen)), np.float64)


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
