"""How likely a text is to be about each case, judged by words alone: weak, calibrated evidence.

Naive Bayes over TF-IDF weights (Rennie et al. 2003, "Tackling the Poor Assumptions of Naive Bayes
Text Classifiers"), learnt from the catalogue's own texts when a release is compiled.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

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
    """What the catalogue's texts teach about words: probabilities of cases for a text."""

    def __init__(self, samples: Mapping[str, Iterable[str]], vague: Iterable[str] = ()) -> None:
        """Learn from the texts of each case, and from texts that tell nothing."""
        self._cases = sorted(samples)
        groups = [*(samples[case] for case in self._cases), vague]
        counts = [(row, Counter(features(t))) for row, texts in enumerate(groups) for t in texts]
        frequency = Counter(feature for _, count in counts for feature in count)
        self._column = {feature: i for i, feature in enumerate(frequency)}
        # The last place is for features that were never seen.
        seen = np.array([*frequency.values(), 0])
        self._rarity = np.log((1 + len(counts)) / (1 + seen)) + 1
        weight = np.full((len(groups), len(self._column)), SMOOTHING, dtype=np.float32)
        for row, count in counts:
            columns, weights = self._vector(count)
            weight[row, columns] += weights
        self._log = np.ascontiguousarray(np.log(weight / weight.sum(axis=1, keepdims=True)).T)

    def probabilities(self, text: str) -> dict[str, float]:
        """Probability of each case, from 0 to 1; what is missing to 1 speaks for none of them.

        Empty when the text has nothing in common with what was learnt.
        """
        columns, weights = self._vector(Counter(features(text)))
        if not len(columns):
            return {}
        score = SHARPNESS * (weights @ self._log[columns])
        odds = np.exp(score - score.max())
        shares = (odds / odds.sum()).tolist()
        return dict(zip(self._cases, shares, strict=False))

    def _vector(self, count: Counter[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns and weights of the known features.

        The weights of all features have length 1, so that a text of which little is known says
        little.
        """
        column = np.fromiter((self._column.get(f, -1) for f in count), np.int64, len(count))
        often = np.fromiter(count.values(), np.float64, len(count))
        weights = (1 + np.log(often)) * self._rarity[column]
        known = column >= 0
        return column[known], weights[known] / (np.linalg.norm(weights) or 1.0)


def features(text: str) -> Iterator[str]:
    """Words, pairs and triples of words, word pieces; the same of Chinese characters; numbers."""
    run: list[str] = []
    for token in _TOKEN.findall(text[:LONGEST].lower()):
        if token[0].isdigit():
            # Statuses, codes and ports tell something, other numbers only that there is one.
            yield token if len(token) <= LONGEST_CODE else "#"
            run.clear()
            continue
        if run and run[-1].isascii() != token.isascii():
            run.clear()
        run = [*run[-2:], token]
        yield from (" ".join(run[start:]) for start in range(len(run)))
        if token.isascii() and len(token) <= LONGEST_WORD:
            word = f"<{token}>"
            yield from (f"~{word[i : i + PIECE]}" for i in range(len(word) - PIECE + 1))
