"""The figures of what visitors met: charts, tables and their export."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from diagnostics.catalogue.models import Case, Question
from diagnostics.insights import charts, figures
from diagnostics.insights.figures import PasteFigures, ReleaseFigures
from diagnostics.insights.shares import Share
from diagnostics.workshop.site import render_screen, screen
from diagnostics.workshop.tables import Column, Table

PERIODS = (7, 30, 90, 365)  # days
USUAL = "30"
MOST_BARS = 10  # of the worst, in a chart
FIRST_ROWS = 20  # of a table, until all are asked for

allowed = permission_required("insights.view_count", raise_exception=True)


class Figures:
    """The figures of a period and of one release or all, as the address of the page asks.

    What makes no sense in the address is as if it was not there.
    """

    def __init__(self, request: HttpRequest) -> None:
        """Read the address."""
        days = request.GET.get("days", USUAL)
        self.days = int(days if days in map(str, PERIODS) else USUAL)
        self.per_release = figures.per_release(self.days)
        release = request.GET.get("release")
        self.release = next((n for n in self.per_release if str(n) == release), None)

    @cached_property
    def totals(self) -> figures.Totals:
        """Those of cases, questions and searches."""
        return figures.totals(self.days, self.release)

    @cached_property
    def per_day(self) -> Mapping[date, PasteFigures]:
        """Those of pastes, by day or week."""
        return figures.per_day(self.days, self.release)

    @cached_property
    def pastes(self) -> PasteFigures:
        """Those of all pastes."""
        days = self.per_day.values()
        return PasteFigures(
            *(sum(getattr(day, kind) for day in days) for kind in PasteFigures.__slots__)
        )

    @property
    def failing(self) -> Share:
        """The steps that did not help, of all that were marked."""
        cases = self.totals.cases.values()
        return Share(sum(case.no_help for case in cases), sum(case.failing.whole for case in cases))


@screen("figures/", name="workshop_figures")
@require_safe
@allowed
def show(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    found = Figures(request)
    whole, order = request.GET.get("all"), request.GET.get("o", "")
    tables = {name: make(found).ordered(order) for name, make in TABLES.items()}
    context = {
        "found": found,
        "periods": PERIODS,
        "charts": _charts(found),
        "tables": tables,
        "limits": {name: None if name == whole else FIRST_ROWS for name in tables},
    }
    return render_screen(request, "admin/workshop/figures.html", context, title=_("Insights"))


@screen("figures/<str:name>.csv", name="workshop_figures_csv")
@require_safe
@allowed
def export(request: HttpRequest, name: str) -> HttpResponse:
    """One of the tables as a file, filtered and ordered as on the page."""
    if name not in TABLES:
        raise Http404
    return TABLES[name](Figures(request)).ordered(request.GET.get("o", "")).as_csv()


def _charts(found: Figures) -> dict[str, charts.Chart]:
    cases, questions = found.totals.cases, found.totals.questions
    worst = sorted(
        (slug for slug in cases if cases[slug].no_help),
        key=lambda slug: (-cases[slug].failing.interval()[0], slug),
    )
    left = sorted(
        (slug for slug in questions if questions[slug].left),
        key=lambda slug: (-questions[slug].left, slug),
    )
    return {
        "unrecognised": charts.line({d: p.unrecognised for d, p in found.per_day.items()}),
        "pastes": charts.columns({d: p.total for d, p in found.per_day.items()}),
        "steps": charts.rows(
            (slug, {"good": cases[slug].solved, "bad": cases[slug].no_help})
            for slug in worst[:MOST_BARS]
        ),
        "left": charts.rows((slug, {"first": questions[slug].left}) for slug in left[:MOST_BARS]),
    }


def _cases(found: Figures) -> Table:
    return Table(
        name="cases",
        columns=(
            Column("case", _("Case"), lambda row: row[0]),
            Column("shown", _("Shown"), lambda row: row[1].shown),
            Column("recognised", _("Recognised"), lambda row: row[1].recognised),
            Column("solved", _("Solved"), lambda row: row[1].solved),
            Column("no-help", _("Did not help"), lambda row: row[1].no_help),
            Column("failing", _("Share that did not help"), lambda row: row[1].failing),
        ),
        rows=tuple(found.totals.cases.items()),
        order="-shown",
        links=_pages(Case),
    )


def _questions(found: Figures) -> Table:
    return Table(
        name="questions",
        columns=(
            Column("question", _("Question"), lambda row: row[0]),
            Column("asked", _("Asked"), lambda row: row[1].asked),
            Column("answered", _("Answered"), lambda row: row[1].answered),
            Column("unknown", _("I don't know"), lambda row: row[1].unknown),
            Column("left", _("Left"), lambda row: row[1].left),
            Column("leaving", _("Share that left"), lambda row: row[1].leaving),
            Column("changed", _("Changed later"), lambda row: row[1].changed),
        ),
        rows=tuple(found.totals.questions.items()),
        order="-left",
        links=_pages(Question),
    )


def _days(found: Figures) -> Table:
    return Table(
        name="days",
        columns=(
            Column("day", _("Week from") if found.days > figures.LONG else _("Day"), _iso),
            Column("pasted", _("Pasted"), lambda row: row[1].total),
            Column("recognised", _("Recognised"), lambda row: row[1].recognised),
            Column("likely", _("Likely"), lambda row: row[1].likely),
            Column("unclear", _("Not recognised"), lambda row: row[1].unclear),
            Column("share", _("Share not recognised"), lambda row: row[1].unrecognised),
        ),
        rows=tuple(found.per_day.items()),
        order="-day",
    )


@dataclass(frozen=True, slots=True)
class _Release:
    """A release beside the one before it that was counted."""

    number: int
    now: ReleaseFigures
    before: ReleaseFigures | None


def _releases(found: Figures) -> Table:
    numbers = [*found.per_release, None]
    return Table(
        name="releases",
        columns=(
            Column("release", _("Release"), lambda row: row.number),
            Column("pasted", _("Pasted"), lambda row: row.now.pastes.total),
            Column("recognised", _("Recognised"), lambda row: row.now.pastes.sure),
            Column("unclear", _("Not recognised"), lambda row: row.now.pastes.unrecognised),
            Column("marked", _("Steps marked"), lambda row: row.now.steps.failing.whole),
            Column("failing", _("Did not help"), lambda row: row.now.steps.failing),
            Column("against", _("Against the one before"), _against),
        ),
        rows=tuple(
            _Release(number, found.per_release[number], found.per_release.get(before))
            for number, before in pairwise(numbers)
        ),
        order="-release",
    )


TABLES = {"releases": _releases, "cases": _cases, "questions": _questions, "days": _days}


def _against(row: _Release) -> str:
    """What is better or worse than under the release before, as far as it is more than chance."""
    if row.before is None:
        return _("nothing to compare with")
    now, before = row.now, row.before
    compared = [
        (now.pastes.sure, before.pastes.sure, _("more recognised"), _("fewer recognised")),
        (
            *(now.pastes.unrecognised, before.pastes.unrecognised),
            *(_("more not recognised"), _("fewer not recognised")),
        ),
        (
            *(now.steps.failing, before.steps.failing),
            *(_("steps help less often"), _("steps help more often")),
        ),
    ]
    said = [
        more if (share.value or 0) > (other.value or 0) else less
        for share, other, more, less in compared
        if share.differs(other)
    ]
    if said:
        return ", ".join(said)
    few = any(share.is_small or other.is_small for share, other, *_words in compared[:2])
    return _("too few to tell") if few else _("no clear difference")


def _iso(row: Any) -> str:
    return str(row[0].isoformat())


def _pages(model: type[Case | Question]) -> dict[str, str]:
    """The page of each entry, for those who look closer."""
    name = f"admin:catalogue_{model._meta.model_name}_change"
    return {
        slug: reverse(name, args=[key])
        for slug, key in model._default_manager.values_list("slug", "pk")
    }
