"""Reading a pasted text: secrets out, wrappers off, then facts with their places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostics.engine import PROVIDER, STATUS, Facts, Signal
from diagnostics.engine import Likeness as Level
from diagnostics.engine.evidence import strength
from diagnostics.intake.likeness import Likeness
from diagnostics.intake.patterns import Found, Matcher, Unit
from diagnostics.intake.redact import redact
from diagnostics.intake.regex import RegexSet
from diagnostics.intake.unwrap import HEAD, Unwrapped, unwrap

MAX_CHARACTERS = 1_000_000  # a longer text is refused by the pages, and cut here
SIGNALS = 8  # tell-tales that a diagnosis keeps; they travel in its address
RESEMBLES = 3

# Cosine from which a text counts as strongly, fairly or faintly like a known one. On texts that
# were not used to write the catalogue, the nearest case is right in about 9, 7 and 5 of 10 of them.
LEVELS = ((0.55, Level.STRONG), (0.40, Level.FAIR), (0.25, Level.FAINT))
BEHIND = 0.12  # how far behind the nearest case another one counts, at a lower level

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


@dataclass(frozen=True)
class Reader:
    """Everything that reading needs, compiled once for a release."""

    matcher: Matcher
    likeness: Likeness
    providers: "ProviderFinder"
    signals: Mapping[str, Signal]


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
    redacted = redact(text[:MAX_CHARACTERS])
    unwrapped = unwrap(redacted.text)
    answers = _answers(redacted.text, unwrapped, reader)
    found = _tell_tales(redacted.text, unwrapped, reader, answers.get(PROVIDER))
    facts = Facts(
        answers=answers,
        read=frozenset(answers),
        signals=frozenset(found),
        resembles=_resembles(unwrapped, reader),
        quantities=_quantities(found.values()),
    )
    return Report(redacted.text, redacted.removed, facts, _spans(redacted.text, found))


def _tell_tales(
    text: str, unwrapped: Unwrapped, reader: Reader, provider: str | None
) -> dict[str, Found]:
    """The strongest tell-tales in the text that can come from this provider."""
    found: dict[str, Found] = {}
    for unit in _units(text, unwrapped):
        for tell_tale in reader.matcher.find(unit):
            known = found.get(tell_tale.slug)
            if known is None or len(tell_tale.quantities) > len(known.quantities):
                found[tell_tale.slug] = tell_tale
    weight = {
        slug: strength(reader.signals[slug], provider) for slug in found if slug in reader.signals
    }
    strongest = sorted((slug for slug in weight if weight[slug]), key=lambda s: (-weight[s], s))
    return {slug: found[slug] for slug in strongest[:SIGNALS]}


def _units(text: str, unwrapped: Unwrapped) -> Iterable[Unit]:
    for fragment in sorted(unwrapped.messages, key=lambda m: -m.depth):
        yield Unit(fragment.text, frozenset({"message", "code"}))
    yield Unit("\n".join(unwrapped.codes), frozenset({"code"}))
    yield Unit(text[:HEAD], frozenset({"anywhere"}))


def _answers(text: str, unwrapped: Unwrapped, reader: Reader) -> dict[str, str]:
    answers = {}
    if unwrapped.statuses:
        answers[STATUS] = str(unwrapped.statuses[0])
    provider = reader.providers.find(text, unwrapped)
    if provider:
        answers[PROVIDER] = provider
    return answers


def _resembles(unwrapped: Unwrapped, reader: Reader) -> dict[str, Level]:
    scores = reader.likeness.scores(" ".join(_prose(unwrapped)))
    best = sorted(scores, key=lambda case: (-scores[case], case))[:RESEMBLES]
    nearest = scores[best[0]] if best else 0.0
    levels = {case: _level(scores[case] - (nearest > scores[case]) * BEHIND) for case in best}
    return {case: level for case, level in levels.items() if level}


def _level(score: float) -> Level | None:
    return next((level for least, level in LEVELS if score >= least), None)


def _prose(unwrapped: Unwrapped) -> list[str]:
    return [m.text for m in sorted(unwrapped.messages, key=lambda m: -m.depth)]


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
