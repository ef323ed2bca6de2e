"""The index: which documents a query finds, the best first.

A query is scored twice. As a name: a code, a title, a provider, said in full or begun, beats every
text. As words: each counts by how rare it is and where it stands; a document that has all words
beats one that has some.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diagnostics.search.spelling import Speller
from diagnostics.search.words import FILLERS, latin, name_key, plain, runs, words

LONGEST = 200  # characters of a query that are looked at
WORDS = 40  # and words of it
MISSPELT = 5  # unknown words of a query that are looked up among similar ones
BEGINNINGS = 60  # words and names that begin like what was typed
NAME_WORDS = 5  # longest name within a query, in words

SATURATION = 1.5
OFTEN = 9  # a word that stands more often in a field counts no more
WORTH = 0.2  # of the points of the best (but not more than a name's): less is not worth a look
TOGETHER, PHRASES = 0.25, 4  # more points for each text that has the query word by word
LOOKED_AT = 60  # documents that are searched for it
WHOLE, BEGUN, ALIKE, WITHIN = 100.0, 30.0, 40.0, 4.0  # points for a name
OWNED = 2.5  # times as much for a code whose provider is named too
BEGUN_WORD, ALIKE_WORD = 0.6, 0.5  # of the points of a word that is said in full


@dataclass(frozen=True, slots=True)
class Name:
    """What a document is called.

    whole: it counts only where nothing else is said; other names count among other words, and
    when they are only begun. owner: the document to whose world the name belongs.
    """

    text: str
    strength: float = 1.0
    whole: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Texts of a document that count alike."""

    weight: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `favour` multiplies the points of its words."""

    id: str
    names: tuple[Name, ...]
    fields: tuple[Field, ...]
    favour: float = 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, by which name (if any; several may own it) and by which words."""

    id: str
    score: float
    names: tuple[Name, ...]
    terms: frozenset[str]


@dataclass(slots=True)
class _Part:
    """A word of a query: the terms that it may mean, and how surely."""

    terms: dict[int, float]
    known: bool


@dataclass(slots=True)
class _Named:
    """Points by name: document -> points, and the names that gave the most."""

    points: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    by: dict[int, tuple[Name, ...]] = field(default_factory=dict)

    def add(self, place: int, name: Name, points: float) -> None:
        before = self.by.get(place, ())
        if before and name_key(before[0].text) == name_key(name.text):
            self.by[place] = (*before, name) if name not in before else before
        elif points > self.points[place]:
            self.by[place] = (name,)
        self.points[place] = max(self.points[place], points)


class Index:
    """Documents made ready for being searched."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Count the words of all documents and collect their names."""
        self._ids = [document.id for document in documents]
        self._favour = np.array([document.favour for document in documents], dtype=np.float32)
        self._terms: dict[str, int] = {}
        self._surfaces: dict[str, int] = {}
        self._collect(documents)
        self._term = tuple(self._terms)
        self._texts = [
            "\n".join(plain(text) for part in document.fields for text in part.texts)
            for document in documents
        ]
        self._sorted_surfaces = sorted(self._surfaces)
        self._words = Speller(w for w in self._surfaces if w.isalpha())
        self._names: dict[str, list[tuple[int, Name]]] = defaultdict(list)
        for place, document in enumerate(documents):
            for name in document.names:
                if key := name_key(name.text):
                    self._names[key].append((place, name))
        self._sorted_names = sorted(self._names)
        self._name_spelling = Speller(self._names)

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """The best documents for a query, the best first; what is equally good in given order."""
        query = query[:LONGEST]
        parts = list(self._parts(query))
        named = self._by_name(query)
        points = self._by_words(parts)
        self._reward_phrases(points, " ".join(plain(query).split()))
        for place, more in named.points.items():
            points[place] += more
        order = np.argsort(-points, kind="stable")[:limit]
        terms = self._meant(parts)
        best = float(points[order[0]]) if len(order) else 0.0
        least = max(1e-6, WORTH * min(best, WITHIN))
        return [
            Hit(self._ids[i], float(points[i]), named.by.get(i, ()), terms)
            for i in map(int, order)
            if points[i] > least
        ]

    def knows(self, query: str) -> bool:
        """Whether every word of a query stands in the documents as it is."""
        said = runs(query[:LONGEST])
        return bool(said) and all(
            name_key(run) in self._names or all(w.surface in self._surfaces for w in words(run))
            for run in map(plain, said)
        )

    def _collect(self, documents: Sequence[Document]) -> None:
        postings: dict[int, dict[int, float]] = defaultdict(dict)
        for place, document in enumerate(documents):
            for part in document.fields:
                for term, count in self._count(part.texts).items():
                    more = part.weight * min(count, OFTEN) ** 0.5
                    postings[term][place] = postings[term].get(place, 0.0) + more
        sizes = [len(postings[term]) for term in range(len(self._terms))]
        self._start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        self._places = np.fromiter(
            (p for t in range(len(sizes)) for p in postings[t]), np.int16, self._start[-1]
        )
        weight = np.fromiter(
            (w for t in range(len(sizes)) for w in postings[t].values()),
            np.float32,
            self._start[-1],
        )
        self._weight = weight / (weight + SATURATION)
        self._rarity = np.log(1 + len(documents) / (0.5 + np.array(sizes, dtype=np.float32)))

    def _count(self, texts: Iterable[str]) -> Counter[int]:
        counts: Counter[int] = Counter()
        for text in texts:
            for word in words(text):
                term = self._terms.setdefault(word.term, len(self._terms))
                self._surfaces.setdefault(word.surface, term)
                counts[term] += 1
        return counts

    def _parts(self, query: str) -> Iterator[_Part]:
        said = runs(_unfold(query))
        told = [run for run in said if plain(run) not in FILLERS] or said
        spellings = MISSPELT
        for number, run in enumerate(told[:WORDS]):
            if not run.isascii():
                after = told[number + 1] if number + 1 < len(told) else "."
                yield from self._chinese(run, run[-1] + after[0])
                continue
            if (len(run) == 1 and run.isalpha()) or not (found := latin(run)):
                continue
            whole, *pieces = found
            part = self._latin(whole.term, whole.surface, last=number == len(told) - 1)
            if not part.known and pieces and any(w.term in self._terms for w in pieces):
                yield from (self._latin(w.term, w.surface, last=False) for w in pieces)
                continue
            if not part.terms and spellings:
                spellings -= 1
                part.terms.update(self._alike(whole.surface))
            yield part

    def _chinese(self, run: str, seam: str) -> Iterator[_Part]:
        """The pairs of a run, and the one with the next run: people put spaces anywhere."""
        if seam in self._terms:
            yield _Part({self._terms[seam]: 0.5}, known=True)
        if len(run) == 1:
            yield _Part(dict(self._beginning_with(run)), known=run in self._terms)
        for word in words(run):
            if word.term in self._terms and len(word.term) > 1:
                yield _Part({self._terms[word.term]: 1.0}, known=True)

    def _latin(self, term: str, surface: str, *, last: bool) -> _Part:
        exact = self._terms.get(term)
        begun = self._beginning_with(surface) if last or exact is None else ()
        terms = dict(begun)
        if exact is not None:
            terms[exact] = 1.0
        return _Part(terms, known=exact is not None)

    def _beginning_with(self, surface: str) -> Iterator[tuple[int, float]]:
        if len(surface) < 2 and surface.isascii():
            return
        start = bisect_left(self._sorted_surfaces, surface)
        for word in self._sorted_surfaces[start : start + BEGINNINGS]:
            if not word.startswith(surface):
                return
            yield self._surfaces[word], BEGUN_WORD * (len(surface) / len(word)) ** 0.5

    def _alike(self, surface: str) -> dict[int, float]:
        near = self._words.near(surface)
        return {
            self._surfaces[word]: ALIKE_WORD / mistakes**0.5 for word, mistakes in near if mistakes
        }

    def _by_words(self, parts: list[_Part]) -> NDArray[np.float32]:
        points = np.zeros(len(self._ids), dtype=np.float32)
        matched = np.zeros(len(self._ids), dtype=np.float32)
        total = 0.0
        for part in parts:
            best = np.zeros(len(self._ids), dtype=np.float32)
            for term, share in part.terms.items():
                span = slice(self._start[term], self._start[term + 1])
                more = share * self._rarity[term] * self._weight[span]
                best[self._places[span]] = np.maximum(best[self._places[span]], more)
            rarest = max((float(self._rarity[t]) for t in part.terms), default=3.0)
            total += rarest
            points += best
            matched += rarest * (best > 0)
        if total:
            points *= self._favour * (matched / total) ** 1.5
        return points

    def _reward_phrases(self, points: NDArray[np.float32], phrase: str) -> None:
        """More points where the words stand as they were typed."""
        if len(runs(phrase)) < 2 and len(phrase) < 3:
            return
        for place in map(int, np.argsort(-points, kind="stable")[:LOOKED_AT]):
            times = self._texts[place].count(phrase) if points[place] else 0
            points[place] *= 1 + TOGETHER * min(times, PHRASES)

    def _by_name(self, query: str) -> _Named:
        found = _Named()
        said = runs(_unfold(query))
        told = [run for run in said if plain(run) not in FILLERS] or said
        key, rest = name_key(query), name_key("".join(told))
        known = self.knows(query)
        self._whole(key, found, known=known)
        if rest != key:
            self._whole(rest, found, known=known, rest=True)
        if not found.points and not known:
            self._nearly(rest, found)
        self._within(told, found)
        return found

    def _whole(self, key: str, found: _Named, *, known: bool, rest: bool = False) -> None:
        """Names said in full, and names that are begun, unless it is said in words that are known.

        rest: fillers were left out.
        """
        for place, name in self._names.get(key, ()):
            if not (rest and name.whole):
                found.add(place, name, WHOLE * name.strength)
        if len(key) < 2 or (known and key.isalpha()):
            return
        start = bisect_left(self._sorted_names, key)
        for longer in self._sorted_names[start : start + BEGINNINGS]:
            if not longer.startswith(key):
                return
            share = (len(key) / len(longer)) ** 0.5
            for place, name in self._names[longer]:
                if not name.whole:
                    found.add(place, name, BEGUN * share * name.strength)

    def _nearly(self, key: str, found: _Named) -> None:
        for near, mistakes in self._name_spelling.near(key):
            for place, name in self._names[near]:
                found.add(place, name, ALIKE / (1 + mistakes) * name.strength)

    def _within(self, told: list[str], found: _Named) -> None:
        """Names among other words; those of a document that is named as well count double."""
        inside: list[tuple[int, Name, float]] = []
        for start in range(min(len(told), WORDS)):
            for end in range(start + 1, min(start + NAME_WORDS, len(told)) + 1):
                key = name_key("".join(told[start:end]))
                share = (end - start) / len(told)
                inside += [(p, n, share) for p, n in self._names.get(key, ()) if not n.whole]
        named = {self._ids[place] for place, _, _ in inside}
        for place, name, share in inside:
            owned = OWNED if name.owner in named else 1.0
            found.add(place, name, WITHIN * name.strength**2 * (1 + share) * owned)

    def _meant(self, parts: list[_Part]) -> frozenset[str]:
        return frozenset(self._term[number] for part in parts for number in part.terms)


def _unfold(query: str) -> str:
    """Full-width letters made plain, capitals kept: they show where an identifier has parts."""
    return "".join(plain(c) if "\uff01" <= c <= "\uff5e" else c for c in query)
