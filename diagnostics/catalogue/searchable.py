"""The pages of a release as what can be searched: names, codes, and texts in both languages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from types import SimpleNamespace
from typing import Any

from django.utils.html import strip_tags

from diagnostics.catalogue.schema import Content
from diagnostics.search import Document, Field, Index, Name

# How much a name says: a status said in full is that status, a word of the glossary may be more.
STATUS, TITLE, CODE, CLASS, PROVIDER, TERM = 1.0, 0.9, 0.85, 0.7, 0.4, 0.1
KEYWORD, NEXT = 0.95, 0.8  # of the page that is wanted most; the next ones have so much of that
SLIGHTER = {"proves": 1.0, "likely": 0.97, "neutral": 0.9}  # by grade of a provider's code

FAVOUR = {"cases": 1.0, "guides": 1.1, "codes": 0.75, "terms": 0.75, "providers": 0.6}
FREQUENT = {"rare": 0.96, "uncommon": 1.0, "common": 1.04, "frequent": 1.08}

# The texts of a page that may be shown as the passage that was found, in order of preference.
PASSAGES = {
    "cases": ("summary", "symptoms", "message", "cause", "steps", "notes", "experiments", "wait"),
    "codes": ("meaning", "usually", "speaker", "retry_note", "causes", "providers"),
    "providers": ("summary", "speaks", "codes", "body_notes", "keys"),
    "guides": ("summary", "parts"),
    "terms": ("summary", "text"),
}
# How much a word counts in each field; what is not named here counts one.
WEIGHTS = {
    "title": 6.0,
    "name": 6.0,
    "words": 5.0,
    "summary": 3.0,
    "symptoms": 2.0,
    "message": 2.0,
    "steps": 0.7,
    "notes": 0.6,
    "codes": 0.6,
    "causes": 0.7,
    "experiments": 0.4,
}
HIDDEN = 0.5  # wordings and examples of tell-tales
LEADS_HERE = 1.5  # what a provider's table says of a code that means this cause

_SEVERAL = re.compile(r"[()/（）]")  # between the names of one thing


def index(content: Content, pages: Sequence[Any]) -> Index:
    """The index over everything that has a page. `pages`: the texts of each language."""
    return Index(list(_documents(content, pages)))


def passages(page: Any, kind: str) -> Iterator[str]:
    """The plain texts of a page in one language, the most telling first."""
    for name in PASSAGES[kind]:
        yield from texts(getattr(page, name, None))


def texts(value: Any) -> Iterator[str]:
    """Every text within a part of a page, without its markup."""
    if isinstance(value, str):
        yield " ".join(unescape(strip_tags(value)).split())
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, SimpleNamespace):
        for name in (
            "title",
            "text",
            "where",
            "seen",
            "means",
            "outcomes",
            "clue",
            "code",
            "meaning",
        ):
            yield from texts(getattr(value, name, None))


def _documents(content: Content, pages: Sequence[Any]) -> Iterator[Document]:
    leading, keywords = _leading(content), _keywords(content)
    hidden = {case.slug: tuple(_hidden(case)) for case in content.cases}
    priors = {case.slug: FREQUENT[case.prior] for case in content.cases}
    for kind, favour in FAVOUR.items():
        for slug in getattr(pages[0], kind):
            shown = [getattr(page, kind)[slug] for page in pages]
            fields = [_field(name, shown) for name in ("title", "name", "words", *PASSAGES[kind])]
            names = [*_names(kind, shown), *keywords.get(f"{kind}/{slug}", ())]
            if kind == "cases":
                codes = leading.get(slug, [])
                names += [name for name, _ in codes]
                fields.append(Field(LEADS_HERE, tuple(meaning for _, meaning in codes)))
                fields.append(Field(HIDDEN, hidden[slug]))
            yield Document(
                f"{kind}/{slug}", tuple(names), tuple(fields), favour * priors.get(slug, 1)
            )


def _field(name: str, shown: Iterable[Any]) -> Field:
    found = (text for page in shown for text in texts(getattr(page, name, None)))
    return Field(WEIGHTS.get(name, 1.0), tuple(found))


def _names(kind: str, shown: Sequence[Any]) -> Iterator[Name]:
    page = shown[0]
    if kind == "codes":
        yield Name(page.slug, STATUS)
        yield Name(page.name, TITLE if page.slug.isdecimal() else CLASS, whole=True)
        yield Name(f"{page.slug} {page.name}", TITLE, whole=True)
    elif kind == "providers":
        yield Name(page.slug, PROVIDER)
        called = [part for each in shown for part in _SEVERAL.split(each.name)]
        yield from (Name(text, PROVIDER) for text in (*page.hosts, *called))
    elif kind == "terms":
        yield Name(page.slug, TERM, whole=True)
        called = [part for each in shown for part in _SEVERAL.split(each.title)]
        yield from (Name(text, TERM, whole=True) for text in called)
    else:
        yield Name(page.slug, TITLE, whole=True)
        yield from (Name(each.title, TITLE, whole=True) for each in shown)


def _leading(content: Content) -> dict[str, list[tuple[Name, str]]]:
    """Slug of a case -> the providers' codes that mean it, and what their tables say."""
    found: dict[str, list[tuple[Name, str]]] = {}
    for provider in content.providers:
        for code in provider.codes:
            grade = code.grade.value if code.grade else "neutral"
            strength = CODE * SLIGHTER.get(grade, 0.8)
            plain = code.code.isalpha() and code.code.islower()
            name = Name(code.code, strength, plain, f"providers/{provider.slug}")
            meaning = f"{code.code} {code.meaning.en} {code.meaning.zh_hans}"
            found.setdefault(code.case, []).append((name, meaning))
    return found


def _keywords(content: Content) -> dict[str, list[Name]]:
    """Page -> words by which it is wanted."""
    found: dict[str, list[Name]] = {}
    for keyword in content.keywords:
        for place, page in enumerate(keyword.pages):
            most = PROVIDER if page.startswith("providers/") else KEYWORD
            strength, whole = most * NEXT**place, place > 0
            names = [Name(word, strength, whole) for word in keyword.words]
            found.setdefault(page, []).extend(names)
    return found


def _hidden(case: Any) -> Iterator[str]:
    if case.wordings:
        yield from (*case.wordings.en, *case.wordings.zh_hans)
    yield from (pattern.example for pattern in case.patterns)
    yield from (example.text for example in case.examples)
