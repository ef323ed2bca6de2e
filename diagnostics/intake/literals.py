"""Which of many expressions a text can match at all, told from the literals that they need.

An expression such as `rate.?limit|太快` matches nothing without one of `limit` and `太快`. RE2 has
a filter of this kind (FilteredRE2), but its automaton of literals outgrows its memory with some two
thousand expressions, and gets slow before. Here a text is cut into pieces of three characters
once, so the time hardly depends on how many expressions there are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from diagnostics.intake.regex import KEPT

PIECE = 3  # characters of a literal that are looked up; the rest is compared
LONGEST = 8  # characters of a literal that are looked for
FEW = 16  # strings that a part of an expression is spelt out as, at most
HANDFUL = 50  # literals that are looked for without cutting the text
MANY = 400  # literals that an expression may need one of, at most

Strings = frozenset[str]

_GROUP = re.compile(r"\?(?:P?<\w+>|[a-zA-Z-]*:)")
_FLAGS = re.compile(r"\?[a-zA-Z-]*\)")
_PLAIN = re.compile(r"[^\\\[\](){}|.^$*+?]+(?![*+?{])")
_REPEAT = re.compile(r"([*+?]|\{(\d+)(?:,\d*)?\})\??")
_NO_WIDTH = "bBAz"
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}


class Sought:
    """A text cut into pieces of up to three characters."""

    def __init__(self, text: str) -> None:
        """Take the text; it is cut when it is first needed, and once for several prefilters."""
        self.text = text.casefold()

    @cached_property
    def pieces(self) -> set[str]:
        """Whatever stands in the text, one to three characters long."""
        pieces = set(self.text)
        for size in range(2, PIECE + 1):
            pieces.update(map("".join, zip(*(self.text[i:] for i in range(size)), strict=False)))
        return pieces


class Prefilter:
    """Numbered expressions by the literals that they need."""

    def __init__(self, expressions: Mapping[int, str]) -> None:
        """Find out what each expression needs."""
        self._needed = {number: needed(text) for number, text in expressions.items()}
        self._always = {number for number, literals in self._needed.items() if not literals}
        numbers: dict[str, list[int]] = {}
        for number, literals in self._needed.items():
            for literal in literals:
                numbers.setdefault(literal, []).append(number)
        self._literals: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for literal, known in numbers.items():
            self._literals.setdefault(literal[:PIECE], []).append((literal, tuple(known)))

    def possible_in(self, sought: Sought) -> set[int]:
        """Numbers of the expressions that may be found in the text; no other one is found."""
        possible = set(self._always)
        known = self._literals.keys()
        # Of a few literals, as one pattern has them, each is looked for; that is less than a cut.
        for piece in known if len(known) <= HANDFUL else sought.pieces & known:
            for literal, numbers in self._literals[piece]:
                if literal in sought.text:
                    possible.update(numbers)
        return possible

    def rarity(self, number: int) -> int:
        """How rarely an expression is possible, by its shortest literal; 0: it always is."""
        return min(map(len, self._needed[number]), default=0)


@lru_cache(KEPT)
def needed(expression: str) -> Strings:
    """Literals, in lower case, one of which is in every match; empty where none are known."""
    try:
        literals = {literal[:LONGEST] for literal in _Parser(expression).whole().needed}
    except (_UnknownError, IndexError):
        return frozenset()
    # Whatever holds a literal holds the shorter one in it.
    shortest: list[str] = []
    for literal in sorted(literals, key=len):
        if not any(shorter in literal for shorter in shortest):
            shortest.append(literal)
    return frozenset(shortest)


class _UnknownError(ValueError):
    """Syntax that is not understood here."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression.

    exact: all that it can match, where that is few strings. needed: as for the whole.
    """

    exact: Strings | None = None
    needed: Strings = frozenset()


_ANYTHING = _Part()
_NOTHING = _Part(frozenset({""}))


class _Parser:
    def __init__(self, expression: str) -> None:
        self._text = expression
        self._at = 0

    def whole(self) -> _Part:
        part = self._alternatives()
        if self._at < len(self._text):
            raise _UnknownError
        return part

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._next("|"):
            parts.append(self._sequence())
        return _either(parts)

    def _sequence(self) -> _Part:
        parts = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            part = self._one()
            while repeat := _REPEAT.match(self._text, self._at):
                self._at = repeat.end()
                part = _repeated(part, repeat)
            parts.append(part)
        return _one_after_the_other(parts)

    def _one(self) -> _Part:
        plain = _PLAIN.match(self._text, self._at)
        if plain:
            self._at = plain.end()
            return _literal(plain.group())
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character in "^$":
            return _NOTHING
        return _ANYTHING if character == "." else _literal(character)

    def _group(self) -> _Part:
        flags = _FLAGS.match(self._text, self._at)
        if flags:
            self._at = flags.end()
            return _NOTHING
        head = _GROUP.match(self._text, self._at)
        if head:
            self._at = head.end()
        part = self._alternatives()
        if not self._next(")"):
            raise _UnknownError
        return part

    def _escape(self) -> _Part:
        character = self._take()
        if character in _NO_WIDTH:
            return _NOTHING
        if character in "xpP":
            self._skip_braces()
            return _ANYTHING
        if character in "dDwWsSC":
            return _ANYTHING
        if character in _CONTROL:
            return _literal(_CONTROL[character])
        if character.isalnum():
            raise _UnknownError
        return _literal(character)

    def _skip_braces(self) -> None:
        if not self._next("{"):
            raise _UnknownError
        self._at = self._text.index("}", self._at) + 1

    def _class(self) -> _Part:
        is_negated = self._next("^")
        members = ""
        is_plain = not is_negated
        while (character := self._take()) != "]" or not members:
            if character == "[" and self._text[self._at] == ":":
                self._at = self._text.index(":]", self._at) + 2
                is_plain = False
            if character == "\\":
                part = self._escape()
                is_plain = is_plain and part.exact is not None
                character = min(part.exact or ".")
            members += character
            is_plain = is_plain and character != "-"
        return _either([_literal(member) for member in members]) if is_plain else _ANYTHING

    def _take(self) -> str:
        self._at += 1
        return self._text[self._at - 1]

    def _next(self, character: str) -> bool:
        is_next = self._text[self._at : self._at + 1] == character
        self._at += is_next
        return is_next


def _literal(text: str) -> _Part:
    return _exactly(frozenset({text.casefold()}))


def _exactly(strings: Strings) -> _Part:
    return _Part(strings, frozenset() if "" in strings else strings)


def _either(parts: list[_Part]) -> _Part:
    exact: Strings = frozenset().union(*(part.exact or () for part in parts))
    if len(exact) <= FEW and all(part.exact for part in parts):
        return _exactly(exact)
    literals: Strings = frozenset().union(*(part.needed for part in parts))
    if len(literals) <= MANY and all(part.needed for part in parts):
        return _Part(None, literals)
    return _ANYTHING


def _one_after_the_other(parts: list[_Part]) -> _Part:
    best: Strings = frozenset()
    run: Strings = frozenset({""})
    is_exact = True
    for part in parts:
        if part.exact and len(run) * len(part.exact) <= FEW:
            run = frozenset(before + after for before in run for after in part.exact)
        else:
            best = max(best, _exactly(run).needed, part.needed, key=_worth)
            run = part.exact or frozenset({""})
            is_exact = False
    best = max(best, _exactly(run).needed, key=_worth)
    return _exactly(run) if is_exact else _Part(None, best)


def _repeated(part: _Part, repeat: re.Match[str]) -> _Part:
    sign, least = repeat.group(1), repeat.group(2)
    if sign == "?" and part.exact:
        return _exactly(part.exact | {""})
    if sign in "*?" or least == "0":
        return _ANYTHING
    return _Part(None, part.needed)


def _worth(literals: Strings) -> tuple[int, int]:
    """The longer and the fewer, the rarer."""
    return min(map(len, literals), default=0), -len(literals)
