"""Guides: the list, and a page for each."""

from django.http import HttpRequest, HttpResponse

from diagnostics.web.codes import elsewhere
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page
from diagnostics.web.state import page_now, pages_now


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """Every guide."""
    return page(request, "web/guides.html", {"guides": pages_now().guides.values()})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide with its parts, and the causes that it helps with."""
    pages = pages_now()
    if slug not in pages.guides:
        return elsewhere(request, "guide", slug)
    found = page_now("guides", slug)
    cases = [pages.cases[case] for case in found.cases if case in pages.cases]
    return page(request, "web/guide.html", {"guide": found, "cases": cases})
