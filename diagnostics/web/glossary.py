"""The glossary: all terms by letter, and a page for each."""

from bisect import bisect_right
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse

from diagnostics.web.codes import elsewhere
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page
from diagnostics.web.state import page_now, pages_now

# Chinese is sorted by its sound. GB 2312 has its common characters in that order: here is where
# each letter of pinyin begins. A character with two sounds stands there under one of them.
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_BEGINNINGS = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE),
    *(0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA),
    *(0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1),
)
_OTHER_SOUND = {"重": "C"}  # again (chong), not heavy (zhong)


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """Every term, by letter."""
    terms = sorted(pages_now().terms.values(), key=_sound)
    letters = [(letter, list(group)) for letter, group in groupby(terms, lambda t: _sound(t)[0])]
    return page(request, "web/glossary.html", {"letters": letters})


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term."""
    if slug not in pages_now().terms:
        return elsewhere(request, "term", slug)
    return page(request, "web/term.html", {"term": page_now("terms", slug)})


def _sound(term: Any) -> tuple[str, bytes]:
    """The letter under which a term stands, and its place there."""
    title = term.title.lower().encode("gb18030")
    return initial(term.title), title


def initial(title: str) -> str:
    """The first letter of a title, that of its sound where it is Chinese."""
    if title[0].isascii():
        return title[0].upper()
    if title[0] in _OTHER_SOUND:
        return _OTHER_SOUND[title[0]]
    code = int.from_bytes(title[0].encode("gb18030")[:2], "big")
    return _LETTERS[max(0, bisect_right(_BEGINNINGS, code) - 1)]
