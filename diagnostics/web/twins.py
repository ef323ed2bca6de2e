"""The pages of the catalogue once more for programs: as Markdown and as JSON."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diagnostics.catalogue.compiled import Pages, plain
from diagnostics.catalogue.current import current
from diagnostics.web import words
from diagnostics.web.methods import require_safe
from diagnostics.web.outages import may_be_outage, status_pages
from diagnostics.web.rendering import FRESH_SECONDS
from diagnostics.web.state import pages_now

# Folder of an address -> the name of its page.
KINDS = {
    "codes": "code",
    "cases": "case",
    "providers": "provider",
    "guides": "guide",
    "glossary": "term",
}


@require_safe
def as_json(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """An entry as JSON, with every text in the language of the address."""
    return _twin(request, kind, slug, "json")


@require_safe
def as_markdown(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """An entry as Markdown, to be read by people and programs alike."""
    return _twin(request, kind, slug, "markdown")


def _twin(request: HttpRequest, kind: str, slug: str, form: str) -> HttpResponse:
    name = KINDS[kind]
    successor = current().aliases.get(slug, slug)
    entry = _entry(name, successor)
    if entry is None:
        raise Http404
    if successor != slug:
        return redirect(f"web:{name}-{form}", successor, permanent=True)
    response = _json(entry) if form == "json" else _markdown(request, name, entry)
    page = request.build_absolute_uri(reverse(f"web:{name}", args=[slug]))
    response["Link"] = f'<{page}>; rel="canonical"'
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def _entry(name: str, slug: str) -> dict[str, Any] | None:
    nodes = getattr(current().content, f"{name}s")
    node = next((node for node in nodes if node.slug == slug), None)
    return plain(node, get_language()) if node else None


def _named(value: Any, pages: Pages) -> Any:
    """An entry whose rows know the title of their cause and the name of their provider."""
    if isinstance(value, list):
        return [_named(item, pages) for item in value]
    if not isinstance(value, dict):
        return value
    named = {key: _named(part, pages) for key, part in value.items()}
    if isinstance(value.get("case"), str):
        named["title"] = pages.cases[value["case"]].title
    if isinstance(value.get("provider"), str):
        named["name"] = pages.providers[value["provider"]].name
    return named


def _json(entry: dict[str, Any]) -> HttpResponse:
    return JsonResponse(entry, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _markdown(request: HttpRequest, name: str, entry: dict[str, Any]) -> HttpResponse:
    pages = pages_now()
    context = {
        "entry": _named(entry, pages),
        "address": request.build_absolute_uri(reverse(f"web:{name}", args=[entry["slug"]])),
        "actor": words.DOERS.get(entry.get("actor", "")),
        "retry": words.RETRIES.get(entry.get("retry", "")),
        "status_pages": _status_pages(name, entry["slug"]),
        "signature": _("Fixpath, catalogue %(number)d") % {"number": current().number},
    }
    text = render_to_string(f"web/twins/{name}.md", context)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


def _status_pages(name: str, slug: str) -> list[tuple[Any, str]]:
    pages = pages_now()
    outage = name == "case" and may_be_outage(pages.cases[slug])
    return status_pages(pages) if outage else []
