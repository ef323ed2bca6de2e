"""Status codes: the list, and a page for each that says what to do with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from diagnostics.catalogue.compiled import Pages
from diagnostics.catalogue.current import current
from diagnostics.engine import STATUS, Facts
from diagnostics.web import words
from diagnostics.web.facts_url import ASK
from diagnostics.web.forms import PasteForm
from diagnostics.web.methods import require_safe
from diagnostics.web.nearest import nearest
from diagnostics.web.rendering import page
from diagnostics.web.state import State, page_now, pages_now

FAMILIES = ("4xx", "5xx", "none")
FREQUENT = 8  # causes of a status that are shown at once, most frequent first


@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """Every status code, by family."""
    codes = pages_now().codes
    families = [
        {
            "page": codes[slug],
            "codes": [c for c in codes.values() if c.slug[0] == slug[0] and c.slug.isdecimal()],
        }
        for slug in FAMILIES
        if slug in codes
    ]
    return page(request, "web/codes.html", {"families": families})


@require_safe
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """One status code: what it means, who spoke, and the causes behind it."""
    pages = pages_now()
    if slug not in pages.codes:
        return elsewhere(request, "code", slug)
    found = page_now("codes", slug)
    causes = _causes(pages, found)
    return page(
        request,
        "web/code.html",
        {
            "code": found,
            "causes": causes,
            "frequent": causes[:FREQUENT],
            "rarer": causes[FREQUENT:],
            "providers": [
                (pages.providers[row.provider], row.text)
                for row in found.providers
                if row.provider in pages.providers
            ],
            "retry": words.RETRIES[found.retry],
            "start": _start(slug),
            "short": reverse("web:short-link", args=[slug]),
            "decides": _decides(pages, found),
        },
    )


def elsewhere(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Lead on to the new address of a renamed page; say that there is none where there is none."""
    successor = current().aliases.get(slug)
    if successor in getattr(pages_now(), f"{kind}s"):
        return redirect(f"web:{kind}", successor, permanent=True)
    return not_found(request, slug)


def not_found(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that there is no such page, with the nearest ones and the box."""
    context = {"slug": slug, "nearest": nearest(pages_now(), slug), "form": PasteForm()}
    return page(request, "web/not_found.html", context, status=404)


def _causes(pages: Pages, code: Any) -> list[dict[str, Any]]:
    return [
        {"case": case, "clue": row.clue, "retry": words.RETRIES[case.retry]}
        for row in code.causes
        if (case := pages.cases.get(row.case))
    ]


def _state(slug: str) -> State:
    """The state in which only this status is known; a class of statuses is not an answer."""
    release = current()
    known = slug in release.engine.answer_position.get(STATUS, {})
    return State(release, Facts(answers={STATUS: slug}) if known else Facts())


def _start(slug: str) -> str:
    state = _state(slug)
    return state.address() if state.facts.answers else reverse("web:diagnose")


def _decides(pages: Pages, code: Any) -> dict[str, str] | None:
    """The question that separates the causes of this status best."""
    question = pages.questions.get(code.decides or "")
    if question is None or question.slug == STATUS:
        return None
    address = _state(code.slug).address(**{ASK: question.slug})
    return {"title": question.title, "address": address}
