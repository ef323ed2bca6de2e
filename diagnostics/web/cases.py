"""Causes: the list, a page for each, and the short links that tickets hold."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from diagnostics.catalogue.compiled import Pages
from diagnostics.catalogue.current import current
from diagnostics.engine import STATUS
from diagnostics.web import words
from diagnostics.web.codes import elsewhere, not_found
from diagnostics.web.methods import require_safe
from diagnostics.web.outages import may_be_outage, status_pages
from diagnostics.web.rendering import page
from diagnostics.web.state import page_now, pages_now

USUAL = ("proves", "likely")  # grades of a status that is worth a link


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Every cause, by group."""
    cases = pages_now().cases.values()
    groups = [
        {"slug": slug, "title": title, "cases": [case for case in cases if case.group == slug]}
        for slug, title in words.GROUPS.items()
    ]
    return page(request, "web/cases.html", {"groups": [g for g in groups if g["cases"]]})


@require_safe
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """One cause: how to fix it, how to see that it is this one, and what it is not."""
    pages = pages_now()
    if slug not in pages.cases:
        return elsewhere(request, "case", slug)
    found = page_now("cases", slug)
    context = {
        "case": found,
        "actor": words.DOERS[found.actor],
        "retry": words.RETRIES[found.retry],
        "codes": _codes(pages, found),
        "status_pages": status_pages(pages) if may_be_outage(found) else [],
        "short": reverse("web:short-link", args=[slug]),
        "notes": [
            (pages.providers[note.provider], note.text)
            for note in found.notes
            if note.provider in pages.providers
        ],
        "messages": [(pages.providers.get(e.provider), e.text) for e in found.examples],
        "experiments": [_experiment(pages, experiment) for experiment in found.experiments],
        "related": [
            (pages.cases[row.case], row.difference)
            for row in found.related
            if row.case in pages.cases
        ],
    }
    return page(request, "web/case.html", context)


@require_safe
def short_link(request: HttpRequest, slug: str) -> HttpResponse:
    """The short address of a page, for tickets.

    Not a permanent redirect: the short address stays what is linked to, wherever it leads.
    """
    pages = pages_now()
    target = current().aliases.get(slug, slug)
    for kind in ("code", "case", "provider", "guide", "term"):
        if target in getattr(pages, f"{kind}s"):
            return redirect(f"web:{kind}", target)
    return not_found(request, slug)


def _experiment(pages: Pages, experiment: Any) -> dict[str, Any]:
    """An experiment whose outcomes know the page of the cause that they point to."""
    outcomes = [(row, pages.cases.get(row.case)) for row in experiment.outcomes]
    return {"text": experiment.text, "outcomes": outcomes}


def _codes(pages: Pages, case: Any) -> list[Any]:
    """The statuses under which this cause comes as a rule."""
    grades = case.evidence.get(STATUS, {})
    return [code for code in pages.codes.values() if grades.get(code.slug) in USUAL]
