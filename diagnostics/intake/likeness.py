"""How like a text is to the texts that the catalogue already knows: weak evidence.

TF-IDF vectors of words, word pieces and pairs of Chinese characters, compared by cosine
(Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval").
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

LONGEST = 2_000  # characters of a text that are compared
PIECE = 4  # length of a word piece


class Likeness:
    """Texts with known cases, indexed by their features."""

    def __init__(self, samples: Mapping[str, Iterable[str]]) -> None:
        """Index the sample texts of each case."""
        texts = [(case, text) for case, group in samples.items() for text in group]
        self._cases = sorted(samples)
        position = {case: i for i, case in enumerate(self._cases)}
        self._case_of = np.array([position[case] for case, _ in texts], dtype=np.int64)
        counts = [Counter(features(text)) for _, text in texts]
        frequency = Counter(feature for count in counts for feature in count)
        self._rarity = {f: log((1 + len(texts)) / (1 + n)) + 0.1 for f, n in frequency.items()}
        index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for feature, weight in self._vector(count).items():
                index[feature].append((number, weight))
        self._index = {
            feature: (np.array([n for n, _ in rows]), np.array([w for _, w in rows]))
            for feature, rows in index.items()
        }

    def scores(self, text: str) -> dict[str, float]:
        """Cosine, from 0 to 1, of the text to the most similar sample of each case."""
        total: NDArray[np.float64] = np.zeros(len(self._case_of))
        for feature, weight in self._vector(Counter(features(text))).items():
            if feature in self._index:
                numbers, weights = self._index[feature]
                total[numbers] += weight * weights
        best = np.zeros(len(self._cases))
        np.maximum.at(best, self._case_of, total)
        return {case: float(s) for case, s in zip(self._cases, best, strict=True) if s > 0}

    def _vector(self, count: Counter[str]) -> dict[str, float]:
        unknown = log(1 + len(self._case_of)) + 0.1
        weights = {
            feature: (1 + log(n)) * self._rarity.get(feature, unknown)
            for feature, n in count.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}


def features(text: str) -> Iterator[str]:
    """Words, their pieces, and pairs of Chinese characters, in lower case."""
    word: list[str] = []
    before = ""
    for character in text[:LONGEST].lower() + " ":
        if character.isascii() and character.isalpha():
            word.append(character)
            before = ""
            continue
        yield from _word_features("".join(word))
        word.clear()
        ideograph = "\u4e00" <= character <= "\u9fff"
        if ideograph and before:
            yield before + character
        before = character if ideograph else ""


def _word_features(word: str) -> Iterator[str]:
    if len(word) > 1:
        yield word
    if len(word) > PIECE:
        yield from (f"~{word[i : i + PIECE]}" for i in range(len(word) - PIECE + 1))
