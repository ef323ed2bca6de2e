"""Reading a pasted text: secrets out, wrappers off, then facts with their places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnostics.engine import PROVIDER, STATUS, Facts, Signal
from diagnostics.engine import Likeness as Level
from diagnostics.engine.evidence import strength
from diagnostics.intake.likeness import Likeness, is_terse
from diagnostics.intake.patterns import Found, Matcher, Place, Unit
from diagnostics.intake.redact import redact, without_replacements
from diagnostics.intake.regex import Regex, RegexSet
from diagnostics.intake.unwrap import HEAD, Fragment, Unwrapped, unwrap

MAX_CHARACTERS = 1_000_000  # a longer text is refused by the pages, and cut here
BEGINNING, END = 100_000, 50_000  # characters of a longer text that are read
GAP = "[…]"
SIGNALS = 8  # tell-tales that a diagnosis keeps; they travel in its address
RESEMBLES = 5  # cases that a text resembles, likewise

# Probability, judged by words alone, from which a text counts as close to a case, and so on.
LEVELS = ((0.75, Level.CLOSE), (0.40, Level.STRONG), (0.15, Level.FAIR), (0.04, Level.FAINT))

QUANTITIES = ("limit", "requested", "retry_after", "size")


@dataclass(frozen=True, slots=True)
class ProviderMarks:
    """How a provider is recognised: its hosts, and expressions for its name."""

    slug: str
    hosts: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the redacted text a tell-tale stands."""

    start: int
    end: int
    signal: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was read. `redacted` is the text without secrets, `removed` counts them by kind."""

    redacted: str
    removed: Mapping[str, int]
    facts: Facts
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What tell-tales are looked for in, and who answered; None when the text does not say."""

    units: tuple[Unit, ...]
    provider: str | None


@dataclass(frozen=True, eq=False)
class Rules:
    """What is looked for in a text, compiled once for all releases that look for the same.

    boilerplate: what programs add to any error, such as "check whether the key is configured"; it
        is not read.
    parameters: finds the name of a setting, such as `temperature`.
    """

    matcher: Matcher
    providers: "ProviderFinder"
    signals: Mapping[str, Signal]
    boilerplate: Regex
    parameters: Regex


@dataclass(frozen=True)
class Reader:
    """Everything that reading needs: the rules, and what the release's own texts have taught."""

    rules: Rules
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules find in a text: a report without likeness, and the words to judge that by."""

    report: Report
    words: str


class ProviderFinder:
    """Recognises who answered, by host names first and by names second."""

    def __init__(self, marks: Iterable[ProviderMarks]) -> None:
        """Compile the marks of all providers, in catalogue order."""
        marks = tuple(marks)
        self._hosts = [(host.lower(), m.slug) for m in marks for host in m.hosts]
        self._hosts.sort(key=lambda pair: -len(pair[0]))
        self._slugs = [m.slug for m in marks for _ in m.names]
        self._names = RegexSet(name for m in marks for name in m.names)

    def find(self, text: str, unwrapped: Unwrapped) -> str | None:
        """The provider that answered, or None when the text does not say or says several."""
        lowered = text[:HEAD].lower()
        for host, slug in self._hosts:
            if host in lowered:
                return slug
        said = "\n".join([*unwrapped.places, *unwrapped.codes, *_prose(unwrapped)])
        named = {self._slugs[i] for i in self._names.found_in(said)}
        if "relay" in named:
            return "relay"
        return named.pop() if len(named) == 1 else None


def read(text: str, reader: Reader) -> Report:
    """Read a pasted text. Never raises; linear in the text; keeps nothing."""
    seen = look(text, reader.rules)
    facts = replace(seen.report.facts, resembles=resembles(seen.words, reader.likeness))
    return replace(seen.report, facts=facts)


def look(text: str, rules: Rules) -> Look:
    """The part of reading that depends on the rules alone, such as patterns and providers."""
    redacted = redact(_ends(text[:MAX_CHARACTERS]))
    said = _said(redacted.text, rules.boilerplate)
    unwrapped = unwrap(said)
    answers = _answers(said, unwrapped, rules)
    found = _tell_tales(said, unwrapped, rules, answers.get(PROVIDER))
    facts = Facts(
        answers=answers,
        read=frozenset(answers),
        signals=frozenset(found),
        quantities=_quantities(found.values()),
        parameter=_parameter(unwrapped, rules.parameters),
    )
    report = Report(redacted.text, redacted.removed, facts, _spans(redacted.text, found))
    return Look(report, _words(unwrapped))


def opened(text: str, boilerplate: Regex, providers: ProviderFinder) -> Opened:
    """What reading a text begins with, for tell-tales that are tried while they are written."""
    said = _said(redact(_ends(text[:MAX_CHARACTERS])).text, boilerplate)
    unwrapped = unwrap(said)
    return Opened(tuple(_units(said, unwrapped)), providers.find(said, unwrapped))


def _said(redacted: str, boilerplate: Regex) -> str:
    return str(boilerplate.sub(" ", redacted))


def _ends(text: str) -> str:
    """All of a text, or the beginning and the end of a long one, cut between words.

    Half a secret would not be known as one, so a word that is cut is left out.
    """
    if len(text) <= BEGINNING + END:
        return text
    beginning, end = text[:BEGINNING].rsplit(maxsplit=1), text[-END:].split(maxsplit=1)
    return "\n".join([*beginning[:-1], GAP, *end[1:]])


def _tell_tales(
    text: str, unwrapped: Unwrapped, rules: Rules, provider: str | None
) -> dict[str, Found]:
    """The strongest tell-tales in the text that can come from this provider."""
    found: dict[str, Found] = {}
    for unit in _units(text, unwrapped):
        for tell_tale in rules.matcher.find(unit):
            known = found.get(tell_tale.slug)
            if known is None or len(tell_tale.quantities) > len(known.quantities):
                found[tell_tale.slug] = tell_tale
    weight = {
        slug: strength(rules.signals[slug], provider) for slug in found if slug in rules.signals
    }
    telling = [slug for slug in weight if weight[slug]]
    # A text with a telling code or phrase is not one that says nothing else.
    telling = [slug for slug in telling if found[slug].place != "alone"] or telling
    strongest = sorted(telling, key=lambda slug: (-weight[slug], slug))
    return {slug: found[slug] for slug in strongest[:SIGNALS]}


def _units(text: str, unwrapped: Unwrapped) -> list[Unit]:
    """What is looked through, innermost messages first; each text once, for all its places."""
    places: dict[str, set[Place]] = {}
    for fragment in sorted(unwrapped.messages, key=lambda m: -m.depth):
        places.setdefault(fragment.text, set()).update(("message", "code"))
    places.setdefault("\n".join(unwrapped.codes), set()).add("code")
    places.setdefault(unwrapped.only_message, set()).add("alone")
    places.setdefault(text[:HEAD], set()).add("anywhere")
    return [Unit(text, frozenset(where)) for text, where in places.items() if text]


def _answers(text: str, unwrapped: Unwrapped, rules: Rules) -> dict[str, str]:
    answers = {}
    if unwrapped.statuses:
        answers[STATUS] = str(unwrapped.statuses[0])
    provider = rules.providers.find(text, unwrapped)
    if provider:
        answers[PROVIDER] = provider
    return answers


def resembles(text: str, likeness: Likeness) -> dict[str, Level]:
    """How much the words of a text are like the catalogue's own texts for the nearest cases."""
    # One or two words are no report: they can resemble one, but not closely.
    levels = LEVELS[2:] if is_terse(text) else LEVELS
    nearest = likeness.nearest(text, RESEMBLES)
    found = ((case, _level(share, levels)) for case, share in nearest)
    return {case: level for case, level in found if level}


def _level(share: float, levels: Iterable[tuple[float, Level]]) -> Level | None:
    return next((level for least, level in levels if share >= least), None)


def innermost(text: str) -> str:
    """The message that the failing side wrote itself, without wrappers; empty where none is."""
    return max(unwrap(text).messages, key=lambda m: m.depth, default=Fragment("", 0)).text


def words(text: str) -> str:
    """What a text says without its wrappers, for likeness; the texts to learn from likewise."""
    return _words(unwrap(text))


def _words(unwrapped: Unwrapped) -> str:
    codes = (code.partition("=")[2] for code in unwrapped.codes)
    return without_replacements(" ".join([*_prose(unwrapped), *codes]))


def _prose(unwrapped: Unwrapped) -> list[str]:
    return [m.text for m in sorted(unwrapped.messages, key=lambda m: -m.depth)]


def _parameter(unwrapped: Unwrapped, parameters: Regex) -> str:
    """The setting that a field or the innermost message names first."""
    fields = (code for code in unwrapped.codes if code.startswith("param"))
    for text in (*fields, *_prose(unwrapped)):
        match = parameters.search(text)
        if match:
            return str(match.group(1).lower())
    return ""


def _quantities(found: Iterable[Found]) -> dict[str, int]:
    read_numbers: dict[str, int] = {}
    for tell_tale in found:
        for name, value in tell_tale.quantities.items():
            if name in QUANTITIES:
                read_numbers.setdefault(name, value)
    return read_numbers


def _spans(text: str, found: Mapping[str, Found]) -> tuple[Span, ...]:
    spans = []
    for slug, tell_tale in found.items():
        for words in tell_tale.words:
            start = text.find(words)
            if start >= 0:
                spans.append(Span(start, start + len(words), slug))
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end, span.signal)))
