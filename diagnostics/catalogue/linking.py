"""The first use of each word of the glossary on a page, as a link to its explanation."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from types import SimpleNamespace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Nothing is linked inside of these.
_CLOSED = frozenset({"a", "code", "pre", "samp", "h1", "h2", "h3", "h4", "h5", "h6"})
_PIECE = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)[^>]*>|[^<]+", re.IGNORECASE)


@dataclass(frozen=True)
class Glossary:
    """The words that running text uses for the terms of a glossary, in one language.

    terms: slug of a term -> its words. prefix: what the addresses of the language begin with.
    """

    terms: Mapping[str, Iterable[str]]
    prefix: str = ""
    _slugs: dict[str, str] = field(init=False)
    _words: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile all words into one expression, so that each text is read once."""
        slugs = {_in_html(word): slug for slug, words in self.terms.items() for word in words}
        object.__setattr__(self, "_slugs", slugs)
        object.__setattr__(self, "_words", _expression(slugs))

    def linked(self, page: Any, order: Iterable[str], without: Iterable[str] = ()) -> Any:
        """A copy of a page whose Markdown texts link each term once, where it is first read.

        order: the fields in the order in which the page shows them; the others stay as they are.
        without: the slugs of terms that this page does not link to.
        """
        seen = set(without)
        shown = {name: self._linked(getattr(page, name), seen) for name in order}
        return SimpleNamespace(**{**vars(page), **shown})

    def _linked(self, value: Any, seen: set[str]) -> Any:
        if isinstance(value, SafeString):
            return mark_safe("".join(self._pieces(value, seen)))  # noqa: S308 - cleaned before
        if isinstance(value, list):
            return [self._linked(item, seen) for item in value]
        if isinstance(value, SimpleNamespace):
            return SimpleNamespace(**{k: self._linked(v, seen) for k, v in vars(value).items()})
        return value

    def _pieces(self, html: str, seen: set[str]) -> Iterator[str]:
        closed = 0
        for piece in _PIECE.finditer(html):
            name = piece["name"]
            if name and name.lower() in _CLOSED:
                closed += -1 if piece["end"] else 1
            if name or closed:
                yield piece[0]
            else:
                yield self._words.sub(lambda match: self._link(match[0], seen), piece[0])

    def _link(self, word: str, seen: set[str]) -> str:
        slug = self._slugs[word.lower()]
        if slug in seen:
            return word
        seen.add(slug)
        return f'<a class="term" href="{self.prefix}/glossary/{slug}/">{word}</a>'


def _in_html(word: str) -> str:
    return escape(word, quote=False).lower()


def _expression(words: Iterable[str]) -> re.Pattern[str]:
    """One expression for all words, the longest first. Sorted by their first characters, so that
    most places of a text are passed over with one look.
    """
    beginnings: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        beginnings.setdefault(word[0], []).append(word)
    groups = (
        f"{_alone_before(first)}{re.escape(first)}(?:{'|'.join(map(_rest, group))})"
        for first, group in beginnings.items()
    )
    return re.compile("|".join(groups) or r"(?!)", re.IGNORECASE | re.ASCII)


def _alone_before(first: str) -> str:
    """A Latin word must stand alone; Chinese knows no spaces."""
    return r"(?<![\w./@-])" if re.match(r"\w", first, re.ASCII) else ""


def _rest(word: str) -> str:
    after = r"(?![\w/@-]|\.\w)" if re.search(r"\w$", word, re.ASCII) else ""
    return re.escape(word[1:]) + after
