"""Tell-tales: the catalogue's patterns, compiled once and looked for all at the same time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from diagnostics.intake.literals import Prefilter, Sought
from diagnostics.intake.regex import Regex, compile_regex, error

Place = Literal["message", "code", "anywhere", "alone"]

MEMORY = 1 << 20  # bytes that one of thousands of expressions may fill while it is looked for

_PHRASE = compile_regex(r"\{([a-z][a-z-]*)\}", ignore_case=False)


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message tells its editor what is wrong.

    line: the expression that is wrong; empty where it is none of them. reason: what RE2 says,
    such as `missing ]`, or `no phrase`. part: the part of the line that it says it of.
    """

    def __init__(self, message: str, line: str = "", reason: str = "", part: str = "") -> None:
        """Keep the pieces for whoever shows the place."""
        super().__init__(message)
        self.line, self.reason, self.part = line, reason, part


@dataclass(frozen=True, slots=True)
class Pattern:
    """A tell-tale as editors write it; see `diagnostics.catalogue.schema.Pattern`."""

    slug: str
    match: str
    place: Place = "message"


@dataclass(frozen=True, slots=True)
class Unit:
    """A text in which patterns of some places are looked for together."""

    text: str
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern that was found: the words that it matched, and the numbers it read."""

    slug: str
    place: Place
    words: tuple[str, ...]
    quantities: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Compiled:
    slug: str
    place: Place
    wanted: tuple[int, ...]
    unwanted: tuple[int, ...]


class _Group:
    """Patterns that are looked for in the same place."""

    def __init__(self, patterns: list[_Compiled], expressions: list[str]) -> None:
        used = {atom for pattern in patterns for atom in (*pattern.wanted, *pattern.unwanted)}
        self._prefilter = Prefilter({atom: expressions[atom] for atom in used})
        # A pattern is looked at only where its rarest expression is possible.
        self._starting: dict[int, list[_Compiled]] = {}
        for pattern in patterns:
            rarest = max(pattern.wanted, key=self._prefilter.rarity)
            self._starting.setdefault(rarest, []).append(pattern)

    def find(self, sought: Sought, match: Callable[[int], Any]) -> Iterator[_Compiled]:
        possible = self._prefilter.possible_in(sought)
        for atom in sorted(possible & self._starting.keys()):
            for pattern in self._starting[atom]:
                if (
                    possible.issuperset(pattern.wanted)
                    and all(map(match, pattern.wanted))
                    and not any(map(match, possible.intersection(pattern.unwanted)))
                ):
                    yield pattern


class Matcher:
    """All patterns of a catalogue, ready to be looked for."""

    def __init__(self, patterns: Iterable[Pattern], phrases: Mapping[str, tuple[str, ...]]) -> None:
        """Compile; raises `PatternError` naming the pattern and the expression that is wrong."""
        self._phrases = phrases
        self._atoms: dict[str, int] = {}
        self._regexes: list[Regex] = []
        placed: dict[Place, list[_Compiled]] = {}
        for pattern in patterns:
            placed.setdefault(pattern.place, []).append(self._compile(pattern))
        expressions = list(self._atoms)
        self._groups = {place: _Group(placed[place], expressions) for place in sorted(placed)}

    def find(self, unit: Unit) -> Iterator[Found]:
        """Every pattern that is found in this unit."""
        sought = Sought(unit.text)
        encoded = unit.text.encode("utf-8", "replace")

        @cache
        def match(atom: int) -> Any:
            return self._regexes[atom].search(encoded)

        for place, group in self._groups.items():
            if place in unit.places:
                for pattern in group.find(sought, match):
                    yield _read(pattern, map(match, pattern.wanted))

    def _compile(self, pattern: Pattern) -> _Compiled:
        wanted: list[int] = []
        unwanted: list[int] = []
        for line in filter(None, map(str.strip, pattern.match.splitlines())):
            if line.startswith("!"):
                unwanted.append(self._atom(pattern.slug, line.removeprefix("!")))
            else:
                is_whole = pattern.place == "alone"
                wanted.append(self._atom(pattern.slug, line, is_whole=is_whole))
        if not wanted:
            msg = f"Pattern {pattern.slug}: at least one line must be looked for."
            raise PatternError(msg)
        return _Compiled(pattern.slug, pattern.place, tuple(wanted), tuple(unwanted))

    def _atom(self, slug: str, line: str, *, is_whole: bool = False) -> int:
        """The number of an expression. is_whole: it must be all that a text says."""
        expression = self._expanded(slug, line)
        if is_whole:
            expression = rf"^\W*(?:{expression})\W*$"
        if expression in self._atoms:
            return self._atoms[expression]
        try:
            self._regexes.append(compile_regex(expression, memory=MEMORY))
        except error as problem:
            said = problem.args[0]
            said = said.decode(errors="replace") if isinstance(said, bytes) else said
            msg = f"Pattern {slug}: RE2 cannot use “{line}”: {said}."
            reason, _colon, part = said.partition(": ")
            raise PatternError(msg, line, reason, part) from None
        self._atoms[expression] = len(self._atoms)
        return self._atoms[expression]

    def _expanded(self, slug: str, line: str) -> str:
        pieces, position = [], 0
        for match in _PHRASE.finditer(line):
            if match.group(1) not in self._phrases:
                msg = f"Pattern {slug}: there is no phrase called “{match.group(1)}”."
                raise PatternError(msg, line, "no phrase", match.group())
            alternatives = "|".join(self._phrases[match.group(1)])
            pieces += [line[position : match.start()], f"(?:{alternatives})"]
            position = match.end()
        return "".join([*pieces, line[position:]])


def _read(pattern: _Compiled, matches: Iterable[Any]) -> Found:
    words, quantities = [], {}
    for match in matches:
        words.append(match.group().decode())
        for name, value in match.groupdict(default=b"").items():
            digits = "".join(c for c in value.decode() if c.isdigit())
            if digits and len(digits) <= 12:
                quantities[name] = int(digits)
    return Found(pattern.slug, pattern.place, tuple(words), quantities)
