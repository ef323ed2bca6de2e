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

from diagnostics.catalogue.current import current
from diagnostics.insights.models import Problem, Report
from diagnostics.web.checklist import tried
from diagnostics.web.chips import what_we_read, what_you_said
from diagnostics.web.facts_url import from_query
from diagnostics.web.state import State
from diagnostics.workshop.naming import Sentence
from diagnostics.workshop.sides import Side, contrast, facts_of, side
from diagnostics.workshop.trying import usable_draft

RELEASES = 5  # releases that are named one by one


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
class Opinions:
    """What releases make of a text. `problems` say why there is no draft to ask."""

    published: Side
    draft: Side | None
    problems: list[Sentence]

    @property
    def differences(self) -> list[SafeString]:
        """How the drafts see it otherwise, in sentences."""
        return contrast(self.draft, self.published) if self.draft else []


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


def opinions(text: str) -> Opinions:
    """What visitors are told about a text, and what they would be told with the drafts."""
    draft, problems = usable_draft()
    published = current()
    return Opinions(
        published=side(_("Published"), published, facts_of(published, text)),
        draft=side(_("Drafts"), draft, facts_of(draft, text)) if draft else None,
        problems=problems,
    )


def _by_release(counted: Counter[int]) -> list[Share]:
    newest = sorted(counted, reverse=True)
    named = [Share(_("release %(number)s") % {"number": n}, counted[n]) for n in newest[:RELEASES]]
    earlier = sum(counted[number] for number in newest[RELEASES:])
    return [*named, *([Share(_("earlier"), earlier)] if earlier else [])]


def _step(view: Any) -> dict[str, Any]:
    return {"title": view.case.title, "number": view.number, "said": view.said}
