"""What the counts say: how cases, questions, pastes, searches and releases do.

Each function that takes a period makes one query, whatever the number of cases and releases.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, When
from django.utils import timezone

from diagnostics.insights.models import Count
from diagnostics.insights.shares import Share

LONG = 90  # a period of more days is told week by week

What = Count.What


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """How often a diagnosis named a case and was sure of it, and how it went with its steps."""

    shown: int = 0
    recognised: int = 0
    solved: int = 0
    no_help: int = 0

    @property
    def failing(self) -> Share:
        """Of all steps that were marked, those that did not help."""
        return Share(self.no_help, self.solved + self.no_help)


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """How often a question was asked, and what was said to it."""

    asked: int = 0
    answered: int = 0
    unknown: int = 0
    changed: int = 0

    @property
    def left(self) -> int:
        """How often nothing was said to it. A question may be answered without being asked."""
        return max(0, self.asked - self.answered - self.unknown)

    @property
    def leaving(self) -> Share:
        """Of all times that it was asked, those when nothing was said to it."""
        return Share(self.left, self.asked)


@dataclass(frozen=True, slots=True)
class PasteFigures:
    """Texts that were pasted, by verdict."""

    recognised: int = 0
    likely: int = 0
    unclear: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.recognised + self.likely + self.unclear

    @property
    def sure(self) -> Share:
        """Those of which the cause was certain."""
        return Share(self.recognised, self.total)

    @property
    def unrecognised(self) -> Share:
        """Those of which no cause could be named."""
        return Share(self.unclear, self.total)


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """Searches, by whether they found anything."""

    found: int = 0
    nothing: int = 0

    @property
    def failing(self) -> Share:
        """Those that found nothing."""
        return Share(self.nothing, self.found + self.nothing)


@dataclass(frozen=True, slots=True)
class ReleaseFigures:
    """What visitors met under one release."""

    pastes: PasteFigures
    steps: CaseFigures


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of each case and each question by slug, and those of searches."""

    cases: Mapping[str, CaseFigures]
    questions: Mapping[str, QuestionFigures]
    searches: SearchFigures


# What is counted -> the field of the figures that holds it.
_OF_CASES = {
    What.CASE_SHOWN: "shown",
    What.CASE_RECOGNISED: "recognised",
    What.CASE_SOLVED: "solved",
    What.CASE_NO_HELP: "no_help",
}
_OF_QUESTIONS = {
    What.QUESTION_ASKED: "asked",
    What.QUESTION_ANSWERED: "answered",
    What.QUESTION_UNKNOWN: "unknown",
    What.QUESTION_CHANGED: "changed",
}


def per_case(days: int = 90, release: int | None = None) -> Mapping[str, CaseFigures]:
    """The figures of each case that was counted at all, by slug.

    days: how far back, today included. release: its number; None for all of them.
    """
    return _figures(CaseFigures, _OF_CASES, _by_name(counted(days, release, *_OF_CASES)))


def totals(days: int, release: int | None = None) -> Totals:
    """The figures of cases, questions and searches."""
    kinds = (*_OF_CASES, *_OF_QUESTIONS, What.SEARCHED)
    found = _by_name(counted(days, release, *kinds))
    return Totals(
        cases=_figures(CaseFigures, _OF_CASES, found),
        questions=_figures(QuestionFigures, _OF_QUESTIONS, found),
        searches=SearchFigures(**found[What.SEARCHED]),
    )


def per_day(days: int, release: int | None = None) -> Mapping[date, PasteFigures]:
    """The pastes of each day, in order, also of days without any.

    A long period is told in weeks, each by its Monday.
    """
    today = timezone.localdate()
    verdicts = {_told(today - timedelta(n), days): Counter[str]() for n in reversed(range(days))}
    rows = counted(days, release, What.PASTED).values_list("day", "name")
    for day, verdict, times in rows.annotate(Sum("times")):
        verdicts[_told(day, days)][verdict] += times
    return {day: PasteFigures(**found) for day, found in verdicts.items()}


def per_release(days: int) -> Mapping[int, ReleaseFigures]:
    """The figures of each release of which anything was counted, by number, the newest first."""
    verdict = Case(When(what=What.PASTED, then=F("name")), default=F("what"))
    rows = (
        counted(days, None, *What)
        .annotate(kind=verdict)
        .values_list("release", "kind")
        .annotate(Sum("times"))
        .order_by("-release")
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for release, kind, times in rows:
        found[release][kind] = times
    return {
        release: ReleaseFigures(
            PasteFigures(kinds["recognised"], kinds["likely"], kinds["unclear"]),
            CaseFigures(solved=kinds[What.CASE_SOLVED], no_help=kinds[What.CASE_NO_HELP]),
        )
        for release, kinds in found.items()
    }


def counted(days: int, release: int | None, *whats: str) -> QuerySet[Count]:
    """The counts of a period, of some kinds, of one release or of all."""
    since = timezone.localdate() - timedelta(days - 1)
    counts = Count.objects.filter(day__gte=since, what__in=whats)
    return counts if release is None else counts.filter(release=release)


def _by_name(counts: QuerySet[Count]) -> Mapping[str, dict[str, int]]:
    """What -> name -> times."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for what, name, times in counts.values_list("what", "name").annotate(Sum("times")):
        found[what][name] = times
    return found


def _figures(
    kind: type[Any], fields: Mapping[What, str], found: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """The figures by name, each from the counts that belong to it."""
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for what, field in fields.items():
        for name, times in found.get(what, {}).items():
            values[name][field] = times
    return {name: kind(**its) for name, its in values.items()}


def _told(day: date, days: int) -> date:
    """The day under which a day is told."""
    return day - timedelta(day.weekday()) if days > LONG else day
