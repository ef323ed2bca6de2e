"""Providers: the list, and a page for each with its table of error codes."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from diagnostics.catalogue.compiled import Pages
from diagnostics.catalogue.current import current
from diagnostics.engine import PROVIDER, Facts
from diagnostics.web import words
from diagnostics.web.codes import elsewhere
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page
from diagnostics.web.state import State, page_now, pages_now


@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    """Every provider."""
    return page(request, "web/providers.html", {"providers": pages_now().providers.values()})


@require_safe
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One provider: how its errors look, what its codes mean, and where its pages are."""
    pages = pages_now()
    if slug not in pages.providers:
        return elsewhere(request, "provider", slug)
    found = page_now("providers", slug)
    context = {
        "provider": found,
        "body": _readable(found.body),
        "rows": [_row(pages, code) for code in found.codes],
        "links": [(words.LINKS[link.kind], link.url) for link in found.links],
        "start": State(current(), Facts(answers={PROVIDER: slug})).address(),
    }
    return page(request, "web/provider.html", context)


def _row(pages: Pages, code: Any) -> dict[str, Any]:
    status = code.status if code.status in pages.codes else None
    return {"code": code, "status": status, "case": pages.cases.get(code.case)}


def _readable(body: str | None) -> str:
    """An example body, indented where it is JSON."""
    try:
        return json.dumps(json.loads(body or ""), indent=2, ensure_ascii=False)
    except ValueError:
        return body or ""
