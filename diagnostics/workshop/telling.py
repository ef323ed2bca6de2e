"""What a problem tells: how often it was sent, what was read, and what releases make of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.catalogue.editing import compiled_draft
from diagnostics.catalogue.files import ContentError
from diagnostics.engine import Candidate, diagnose
from diagnostics.insights.models import Problem, Report
from diagnostics.intake import read
from diagnostics.web import reasons, words
from diagnostics.web.checklist import tried
from diagnostics.web.chips import what_we_read, what_you_said
from diagnostics.web.facts_url import from_query
from diagnostics.web.state import State

NAMED = 3  # candidates that are worth a line
LEAST = 0.03  # probability from which one is
RELEASES = 5  # releases that are named one by one
CHANCES = (
    (0.9, gettext_lazy("almost certain")),
    (0.4, gettext_lazy("likely")),
    (0.1, gettext_lazy("possible")),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many reports have something in common."""

    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """The reports of a problem by what they have in common, the newest release first."""

    releases: list[Share]
    languages: list[Share]
    reasons: list[Share]


@dataclass(frozen=True, slots=True)
class Chance:
    """A candidate in words."""

    case: Any
    chance: str
    speaks_for: list[SafeString]
    speaks_against: list[SafeString]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a release makes of a text; `problems` are why it makes nothing of it."""

    verdict: str = ""
    chances: tuple[Chance, ...] = ()
    problems: tuple[str, ...] = ()


def frequency(problem: Problem) -> Frequency:
    """How often a problem was sent, in one query."""
    releases, languages, why = Counter[int](), Counter[str](), Counter[str]()
    rows = problem.reports.order_by().values_list("release", "language", "reason")
    for release, language, reason, times in rows.annotate(times=Count("pk")):
        releases[release] += times
        languages[language] += times
        why[reason] += times
    names = dict(settings.LANGUAGES)
    return Frequency(
        _by_release(releases),
        [Share(names.get(code, code), times) for code, times in languages.most_common()],
        [Share(str(Report.Reason(code).label), times) for code, times in why.most_common()],
    )


def facts_in_words(problem: Problem) -> list[tuple[str, str]]:
    """What was read from the latest report and answered with it, as name and value."""
    report = problem.reports.first()
    if report is None:
        return []
    release = current()
    query = QueryDict(urlencode([tuple(pair) for pair in report.facts]))
    state = State(release, from_query(query, release.engine, release.aliases).facts)
    return [
        *((chip.name, chip.value) for chip in what_we_read(state)),
        *((answer.name, answer.value) for answer in what_you_said(state)),
        *(
            (_("Tried"), _("%(title)s, step %(number)s: %(said)s") % _step(view))
            for view in tried(state)
        ),
    ]


def published_opinion(text: str) -> Opinion:
    """What visitors are told about a text."""
    return _opinion(current(), text)


def draft_opinion(text: str) -> Opinion:
    """What visitors would be told if the drafts were published."""
    try:
        return _opinion(compiled_draft(), text)
    except ContentError as problem:
        return Opinion(problems=tuple(str(problem).splitlines()))


def in_words(probability: float) -> str:
    """A probability as people say it."""
    return next((str(word) for least, word in CHANCES if probability >= least), _("unlikely"))


def _opinion(release: CompiledRelease, text: str) -> Opinion:
    facts = read(text, release.reader).facts
    diagnosis = diagnose(release.engine, facts)
    state = State(release, facts)
    first, *others = diagnosis.candidates[:NAMED]
    named = [first, *(other for other in others if other.probability >= LEAST)]
    recognised = diagnosis.verdict.value != "unclear"
    return Opinion(
        verdict=str(words.VERDICTS[diagnosis.verdict.value]) if recognised else _("Not recognised"),
        chances=tuple(_chance(state, candidate) for candidate in named),
    )


def _chance(state: State, candidate: Candidate) -> Chance:
    return Chance(
        case=state.case(candidate.case),
        chance=in_words(candidate.probability),
        speaks_for=reasons.sentences(state, candidate.reasons_for),
        speaks_against=reasons.sentences(state, candidate.reasons_against),
    )


def _by_release(counted: Counter[int]) -> list[Share]:
    newest = sorted(counted, reverse=True)
    named = [Share(_("release %(number)s") % {"number": n}, counted[n]) for n in newest[:RELEASES]]
    earlier = sum(counted[number] for number in newest[RELEASES:])
    return [*named, *([Share(_("earlier"), earlier)] if earlier else [])]


def _step(view: Any) -> dict[str, Any]:
    return {"title": view.case.title, "number": view.number, "said": view.said}
