"""Search over everything that has a page, by name, code or words, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from diagnostics.catalogue.compiled import LANGUAGES, CompiledRelease, Pages
from diagnostics.catalogue.current import current
from diagnostics.search import LONGEST, Hit, Piece, best_passage, marked
from diagnostics.web import words
from diagnostics.web.counted import counts, searched
from diagnostics.web.forms import PasteForm
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page

MOST = 20  # results on the page of a search
BRIEF = 3  # and where they stand beside something else
FEW_WORDS, FEW_CHARACTERS, FEW_CHINESE = 4, 60, 12  # up to these, a text may be a search
EXAMPLES = ("429", "insufficient_quota", "1113", "gemini card", "绑卡")


@dataclass(frozen=True, slots=True)
class Result:
    """A page that was found: what it is, why it was found, and where it is.

    codes: the providers' codes by which it was found. language: of the passage, where that is not
    the language of the page.
    """

    kind: str
    number: str
    title: list[Piece]
    address: str
    codes: list[tuple[str, list[str]]]
    passage: list[Piece]
    language: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The pages for what was typed; without anything, how to search."""
    text = " ".join(request.GET.get("q", "")[:LONGEST].replace("\x00", " ").split())
    found = list(results(current(), text, MOST))
    context = {
        "text": text,
        "results": found,
        "full": len(found) == MOST,
        "examples": EXAMPLES,
        "form": PasteForm(initial={"text": text}),
        "longest": LONGEST,
    }
    response = page(request, "web/search.html", context)
    return counts(response, searched(found=bool(found))) if text else response


def search_address(text: str) -> str:
    """The address of a search."""
    return f"{reverse('web:search')}?{urlencode({'q': text})}"


def few_words(release: CompiledRelease, text: str) -> str:
    """A text that is a search more than a report, else nothing.

    It is short, and every word of it stands in the catalogue: so it may stand in an address.
    """
    text = text.strip()
    chinese = sum(not character.isascii() for character in text)
    short = len(text) <= FEW_CHARACTERS and chinese <= FEW_CHINESE and "\n" not in text
    few = short and len(text.split()) <= FEW_WORDS
    return " ".join(text.split()) if few and release.index.knows(text) else ""


def pages_about(release: CompiledRelease, text: str) -> dict[str, Any]:
    """What a page needs to show other pages about a few words."""
    if not few_words(release, text):
        return {}
    found = list(results(release, text, BRIEF))
    return {"about": text, "results": found, "all_results": search_address(text)}


def results(release: CompiledRelease, text: str, limit: int) -> Iterator[Result]:
    """The pages for a text, the best first."""
    for hit in release.index.search(text, limit):
        yield _result(release, hit)


def _result(release: CompiledRelease, hit: Hit) -> Result:
    language = get_language()
    pages = release.pages(language)
    kind, slug = hit.id.split("/")
    entry = getattr(pages, kind)[slug]
    title = marked(entry.name if kind == "providers" else entry.title, hit.terms)
    passage, other = _passage(release, hit, language, in_title=any(piece.hit for piece in title))
    return Result(
        kind=str(words.KINDS[kind]),
        number=slug if kind == "codes" and slug != "none" else "",
        title=title,
        address=reverse(f"web:{kind.removesuffix('s')}", args=[slug]),
        codes=_codes(pages, hit),
        passage=passage,
        language=other,
    )


def _passage(
    release: CompiledRelease, hit: Hit, language: str, *, in_title: bool
) -> tuple[list[Piece], str]:
    """The best passage; where only the other language has what was typed, that of the other."""
    kind, slug = hit.id.split("/")
    for tried in sorted(LANGUAGES, key=lambda code: code != language):
        text = best_passage(release.passages(tried, kind, slug), hit.terms)
        pieces = marked(text, hit.terms)
        if tried == language:
            own = pieces
        if in_title or hit.names or any(piece.hit for piece in pieces):
            return pieces, "" if tried == language else tried
    return own, ""


def _codes(pages: Pages, hit: Hit) -> list[tuple[str, list[str]]]:
    """The codes by which a page was found, each with the names of the providers that use it.

    A code that only repeats the status needs no saying.
    """
    codes: dict[str, list[str]] = {}
    for name in hit.names:
        if name.owner and name.text not in pages.codes:
            provider = pages.providers[name.owner.removeprefix("providers/")]
            codes.setdefault(name.text, []).append(provider.name)
    return list(codes.items())
