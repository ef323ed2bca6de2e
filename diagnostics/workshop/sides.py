"""A text and answers as one release diagnoses them, in words, and how two releases differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.engine import MESSAGE, NONE_OF_THESE, Candidate, Facts, diagnose
from diagnostics.intake import read
from diagnostics.web import reasons
from diagnostics.web.chips import Chip, what_we_read
from diagnostics.web.facts_url import UNKNOWN, from_query, merged
from diagnostics.web.flow import read_word
from diagnostics.web.state import State

VERDICTS = {
    "recognised": gettext_lazy("Recognised"),
    "likely": gettext_lazy("Likely"),
    "unclear": gettext_lazy("Not recognised"),
}
# Least probability (percent) -> what it is called.
CHANCES = (
    (90, gettext_lazy("almost certain")),
    (60, gettext_lazy("probable")),
    (30, gettext_lazy("possible")),
    (10, gettext_lazy("less likely")),
    (0, gettext_lazy("unlikely")),
)


@dataclass(frozen=True, slots=True)
class Cause:
    """A candidate in words; `percent` is its probability, from 0 to 100."""

    slug: str
    title: str
    percent: int
    chance: str
    speaks_for: list[SafeString]
    speaks_against: list[SafeString]


@dataclass(frozen=True, slots=True)
class TellTale:
    """A pattern or a provider's code that was found, and the case that it belongs to."""

    name: str
    case: str
    title: str


@dataclass(frozen=True, slots=True)
class Side:
    """What a release makes of it. `question` is what it would ask next, if anything."""

    name: str
    state: State
    verdict: str
    causes: list[Cause]
    question: str
    read: list[Chip]
    tell_tales: list[TellTale]

    @property
    def asks(self) -> str:
        """The next question as a person reads it; empty where there is none."""
        return self.state.pages.questions[self.question].title if self.question else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question to be answered in the form; `read` is the answer that the text has given.

    next: whether it is the one that would be asked next.
    """

    slug: str
    title: str
    options: list[tuple[str, str]]
    chosen: str
    read: str
    next: bool

    @property
    def shown(self) -> bool:
        """Whether it is worth seeing at once: it is to be answered next, or was answered."""
        return self.next or bool(self.chosen)


def facts_of(release: CompiledRelease, text: str, answers: QueryDict | None = None) -> Facts:
    """What a release reads from a text, as its visitors would see it, together with answers."""
    known = from_query(answers or QueryDict(), release.engine, release.aliases).facts
    if not text.strip():
        return known
    report = read_word(release, text) or read(text, release.reader)
    return merged(known, report.facts)


def side(name: str, release: CompiledRelease, facts: Facts) -> Side:
    """Diagnose facts by a release that is called by a name."""
    state = State(release, facts)
    diagnosis = diagnose(release.engine, facts)
    return Side(
        name=name,
        state=state,
        verdict=str(VERDICTS[diagnosis.verdict.value]),
        causes=[_cause(state, candidate) for candidate in diagnosis.candidates],
        question=diagnosis.question.slug if diagnosis.question else "",
        read=what_we_read(state),
        tell_tales=[_tell_tale(state, slug) for slug in sorted(facts.signals)],
    )


def choices(shown: Side) -> list[Choice]:
    """Every question with its answers, led by the one that would be asked next."""
    questions = sorted(shown.state.pages.questions, key=lambda slug: slug != shown.question)
    return [_choice(shown, slug) for slug in questions]


def contrast(now: Side, before: Side) -> list[SafeString]:
    """How the diagnosis by the drafts differs from that by what is published, in sentences."""
    return list(_contrast(now, before))


def _contrast(now: Side, before: Side) -> Iterator[SafeString]:
    first, earlier = now.causes[0], before.causes[0]
    if first.slug != earlier.slug:
        template = _("Now first: {now}. Before: {before}.")
        yield format_html(template, now=_strong(first.title), before=_strong(earlier.title))
    if now.verdict != before.verdict:
        template = _("Now {now}, before {before}.")
        verdicts = (side.verdict.lower() for side in (now, before))
        yield format_html(template, **dict(zip(("now", "before"), verdicts, strict=True)))
    if now.asks != before.asks:
        template = _("Now asks: {now} Before: {before}")
        nothing = _("nothing more.")
        yield format_html(template, now=now.asks or nothing, before=before.asks or nothing)
    found, missed = (
        ", ".join(tale.name for tale in one.tell_tales if tale.name not in _names(other))
        for one, other in ((now, before), (before, now))
    )
    if found:
        yield format_html(_("Now found in the text: {names}."), names=found)
    if missed:
        yield format_html(_("No longer found in the text: {names}."), names=missed)


def _names(shown: Side) -> set[str]:
    return {tale.name for tale in shown.tell_tales}


def _strong(text: str) -> SafeString:
    return format_html("<strong>{}</strong>", text)


def _cause(state: State, candidate: Candidate) -> Cause:
    percent = round(100 * candidate.probability)
    return Cause(
        slug=candidate.case,
        title=state.case(candidate.case).title,
        percent=percent,
        chance=str(next(words for least, words in CHANCES if percent >= least)),
        speaks_for=reasons.sentences(state, candidate.reasons_for),
        speaks_against=reasons.sentences(state, candidate.reasons_against),
    )


def _tell_tale(state: State, slug: str) -> TellTale:
    owner = state.pages.signals[slug].case
    return TellTale(slug, owner, state.case(owner).title)


def _choice(shown: Side, slug: str) -> Choice:
    state = shown.state
    question: Any = state.pages.questions[slug]
    options = [(option.value, option.label) for option in question.options]
    if slug == MESSAGE:
        cases = [(case.slug, case.title) for case in state.pages.cases.values()]
        options = [*cases, (NONE_OF_THESE, state.label(slug, NONE_OF_THESE))]
    facts = state.facts
    answer = facts.answers.get(slug, UNKNOWN if slug in facts.unknown else "")
    is_read = slug in facts.read
    return Choice(
        slug=slug,
        title=question.title,
        options=[*options, (UNKNOWN, _("I don't know"))],
        chosen="" if is_read else answer,
        read=state.short_label(slug, answer) if is_read else "",
        next=slug == shown.question,
    )
