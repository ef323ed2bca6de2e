"""Tell-tales: the catalogue's patterns, compiled once and looked for all at the same time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from diagnostics.intake.regex import Regex, RegexSet, compile_regex, error

Place = Literal["message", "code", "anywhere", "alone"]

_PHRASE = compile_regex(r"\{([a-z][a-z-]*)\}", ignore_case=False)


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message tells its editor what is wrong."""


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


class Matcher:
    """All patterns of a catalogue, ready to be looked for."""

    def __init__(self, patterns: Iterable[Pattern], phrases: Mapping[str, tuple[str, ...]]) -> None:
        """Compile; raises `PatternError` naming the pattern and the expression that is wrong."""
        self._phrases = phrases
        self._atoms: dict[str, int] = {}
        # A pattern is looked at only where its first expression was found.
        self._starting: dict[int, list[_Compiled]] = {}
        for pattern in map(self._compile, patterns):
            self._starting.setdefault(pattern.wanted[0], []).append(pattern)
        self._expressions = list(self._atoms)
        self._set = RegexSet(self._expressions)
        self._regexes: dict[int, Regex] = {}

    def find(self, unit: Unit) -> Iterator[Found]:
        """Every pattern that is found in this unit."""
        atoms = self._set.found_in(unit.text)
        for atom in sorted(atoms):
            for pattern in self._starting.get(atom, ()):
                if (
                    pattern.place in unit.places
                    and atoms.issuperset(pattern.wanted)
                    and atoms.isdisjoint(pattern.unwanted)
                ):
                    yield self._read(pattern, unit.text)

    def _compile(self, pattern: Pattern) -> _Compiled:
        wanted: list[int] = []
        unwanted: list[int] = []
        for line in filter(None, map(str.strip, pattern.match.splitlines())):
            if line.startswith("!"):
                unwanted.append(self._atom(pattern.slug, line.removeprefix("!")))
            else:
                whole = rf"^\W*(?:{line})\W*$" if pattern.place == "alone" else line
                wanted.append(self._atom(pattern.slug, whole))
        if not wanted:
            msg = f"Pattern {pattern.slug}: at least one line must be looked for."
            raise PatternError(msg)
        return _Compiled(pattern.slug, pattern.place, tuple(wanted), tuple(unwanted))

    def _atom(self, slug: str, line: str) -> int:
        expression = self._expanded(slug, line)
        try:
            compile_regex(expression)
        except error as problem:
            reason = problem.args[0]
            reason = reason.decode() if isinstance(reason, bytes) else reason
            msg = f"Pattern {slug}: RE2 cannot use “{line}”: {reason}."
            raise PatternError(msg) from None
        return self._atoms.setdefault(expression, len(self._atoms))

    def _expanded(self, slug: str, line: str) -> str:
        pieces, position = [], 0
        for match in _PHRASE.finditer(line):
            if match.group(1) not in self._phrases:
                msg = f"Pattern {slug}: there is no phrase called “{match.group(1)}”."
                raise PatternError(msg)
            alternatives = "|".join(self._phrases[match.group(1)])
            pieces += [line[position : match.start()], f"(?:{alternatives})"]
            position = match.end()
        return "".join([*pieces, line[position:]])

    def _read(self, pattern: _Compiled, text: str) -> Found:
        words, quantities = [], {}
        for atom in pattern.wanted:
            match = self._regex(atom).search(text)
            words.append(match.group())
            for name, value in match.groupdict().items():
                digits = "".join(c for c in value or "" if c.isdigit())
                if digits and len(digits) <= 12:
                    quantities[name] = int(digits)
        return Found(pattern.slug, pattern.place, tuple(words), quantities)

    def _regex(self, atom: int) -> Regex:
        if atom not in self._regexes:
            self._regexes[atom] = compile_regex(self._expressions[atom])
        return self._regexes[atom]
