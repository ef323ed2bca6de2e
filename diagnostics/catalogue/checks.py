"""What must hold before a catalogue is published: references, patterns and examples."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

from diagnostics.catalogue import schema, trials
from diagnostics.catalogue.addresses import PAGES, addresses
from diagnostics.catalogue.compiled import LANGUAGES, MARKDOWN, CompiledRelease
from diagnostics.catalogue.files import entries
from diagnostics.catalogue.places import ONE, Path, Problem
from diagnostics.catalogue.schema import Content
from diagnostics.engine import MESSAGE
from diagnostics.intake import Matcher, Pattern, PatternError
from diagnostics.intake.patterns import Unit

# The lists of a case without which the diagnosis could not learn to recognise it.
LEARNED_FROM = ("wordings", "examples", "patterns")
# Kind and slug of an entry, and a place in it.
Place = tuple[str, str, Path]


def check(content: Content, said: Callable[[Problem], str] = str) -> list[str]:
    """Every problem of a catalogue as a sentence that names the entry; empty when it is sound.

    said: how a problem is put into words, such as with the file in which it stands.
    """
    return broken(content, said) or [*trials.failures(CompiledRelease(0, content))]


def broken(content: Content, said: Callable[[Problem], str] = str) -> list[str]:
    """The problems with which no page could be made, and which no reason overrules."""
    if not content.cases:
        return ["There is no complete case yet, so nothing could be diagnosed."]
    return [said(problem) for problem in (unusable(content) or unfinished(content))]


def unusable(content: Content) -> list[Problem]:
    """What even drafts cannot hold: references that lead nowhere, slugs that exist twice, and
    expressions that cannot be used.
    """
    return [problem for find in REFERENCES for problem in find(content)]


def unfinished(content: Content) -> list[Problem]:
    """What must be mended before a catalogue in which every reference is sound is published."""
    return [problem for find in COMPLETENESS for problem in find(content)]


def _repeated_slugs(content: Content) -> Iterator[Problem]:
    seen = set()
    for name, (kind, slug, path) in _names(content):
        if name in seen:
            yield Problem(kind, slug, path, "this slug exists more than once")
        seen.add(name)


def _names(content: Content) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Everything that must exist only once, and where it stands."""
    for kind in ONE:
        for node in getattr(content, kind):
            slug = node.old if kind == "aliases" else node.slug
            yield (kind, slug), (kind, slug, ())
    for (kind, owner, path), slug in _at(content, "cases: patterns.*.slug"):
        yield ("patterns", slug), (kind, owner, path)
    for place in ("guides: parts.*.slug", "questions: options.*.value"):
        for (kind, owner, path), slug in _at(content, place):
            yield (kind, owner, slug), (kind, owner, path)


def _repeated_words(content: Content) -> Iterator[Problem]:
    for language in LANGUAGES:
        owners: dict[str, str] = {}
        for term in content.terms:
            for n, word in _numbered(getattr(term.words, language.replace("-", "_"))):
                owner = owners.setdefault(word.lower(), term.slug)
                if owner != term.slug:
                    reason = f"“{word}” belongs to {owner}"
                    yield Problem("terms", term.slug, ("words", language, n), reason)


def _dead_exceptions(content: Content) -> Iterator[Problem]:
    pages = _pages(content)
    for term in content.terms:
        for n, slug in _numbered(term.not_on):
            if slug not in pages:
                yield Problem("terms", term.slug, ("not_on", n), f"there is no page {slug}")


def _dead_case_links(content: Content) -> Iterator[Problem]:
    known = {case.slug for case in content.cases}
    for place in CASE_LINKS:
        for (kind, owner, path), slug in _at(content, place):
            if slug not in known:
                yield Problem(kind, owner, path, f"there is no case {slug}")


def _dead_provider_links(content: Content) -> Iterator[Problem]:
    known = {provider.slug for provider in content.providers}
    for place in PROVIDER_LINKS:
        for (kind, owner, path), slug in _at(content, place):
            if slug not in known:
                yield Problem(kind, owner, path, f"there is no provider {slug}")


def _dead_evidence(content: Content) -> Iterator[Problem]:
    options = {q.slug: {option.value for option in q.options} for q in content.questions}
    for case in content.cases:
        for question, grades in case.evidence.items():
            for value in grades:
                if value not in options.get(question, set()):
                    path = ("evidence", question, value)
                    reason = f"there is no answer {value} to {question}"
                    yield Problem("cases", case.slug, path, reason)


def _dead_questions(content: Content) -> Iterator[Problem]:
    questions = {question.slug for question in content.questions}
    for status in content.codes:
        if status.decides and status.decides not in questions:
            reason = f"there is no question {status.decides}"
            yield Problem("codes", status.slug, ("decides",), reason)


def _dead_keywords(content: Content) -> Iterator[Problem]:
    pages = {f"{kind}/{slug}" for kind, slug in entries(content)}
    for keyword in content.keywords:
        for n, page in _numbered(keyword.pages):
            if page not in pages:
                yield Problem("keywords", keyword.slug, ("pages", n), f"there is no page {page}")


def _dead_aliases(content: Content) -> Iterator[Problem]:
    pages = _pages(content)
    moved = {alias.old for alias in content.aliases}
    for alias in content.aliases:
        if alias.old in pages:
            yield Problem("aliases", alias.old, ("old",), "a page with this slug exists")
        if alias.new in moved:
            reason = f"{alias.new} is an alias too; lead to the page itself"
            yield Problem("aliases", alias.old, ("new",), reason)
        elif alias.new not in pages:
            yield Problem("aliases", alias.old, ("new",), f"there is no page {alias.new}")


def _dead_addresses(content: Content) -> Iterator[Problem]:
    known = set(addresses(content))
    for kind in PAGES:
        for node in getattr(content, kind):
            for path, text in _markdown_texts(node.model_dump(mode="json", by_alias=True)):
                for reason in dead_links(text, known):
                    yield Problem(kind, node.slug, path, reason)


def dead_links(text: str, known: Set[str]) -> Iterator[str]:
    """What is wrong with the links of a Markdown text. known: the addresses within the site."""
    for address in _LINK.findall(text):
        reason = _dead(address, known)
        if reason:
            yield reason


def _pages(content: Content) -> set[str]:
    return {node.slug for kind in PAGES for node in getattr(content, kind)}


def _at(content: Content, place: str) -> Iterator[tuple[Place, str]]:
    """The texts that stand at a place of all entries of a kind, such as `guides: cases.*`."""
    kind, _colon, path = place.partition(": ")
    for node in getattr(content, kind):
        for found, text in _inside(node, path.split(".")):
            yield (kind, node.slug, found), text


def _inside(value: Any, steps: list[str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """What stands inside; the step `*` is each item of a list, or each name of a group."""
    if not steps:
        if value:
            yield path, value
    elif steps[0] != "*":
        yield from _inside(getattr(value, steps[0]), steps[1:], (*path, steps[0]))
    elif isinstance(value, dict):
        yield from (((*path, name), name) for name in value)
    else:
        for n, item in _numbered(value):
            yield from _inside(item, steps[1:], (*path, n))


def _numbered(items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(items, start=1)


_LINK = re.compile(r"\]\(([^)\s]*)")


def _markdown_texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every Markdown text of an entry with its place."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in LANGUAGES:
                yield from _markdown_texts(part, (*path, key))
            elif path and path[-1] in MARKDOWN and isinstance(part, str):
                yield (*path, key), part
    elif isinstance(value, list):
        for n, part in _numbered(value):
            yield from _markdown_texts(part, (*path, n))


def _dead(address: str, known: Set[str]) -> str:
    """What is wrong with an address in a text; empty where nothing is."""
    if address.startswith(("https://", "http://")):
        return ""
    if not address.startswith("/"):
        return f"the address “{address}” must start with https:// or /"
    page, mark, anchor = address.partition("#")
    return "" if page.partition("?")[0] + mark + anchor in known else f"there is no page {address}"


def _strange_notes(content: Content) -> Iterator[Problem]:
    for provider in content.providers:
        for n, note in _numbered(provider.body_notes):
            if note.part not in (provider.body or ""):
                path = ("body_notes", n, "part")
                yield Problem("providers", provider.slug, path, f"the body has no “{note.part}”")


def _without_source(content: Content) -> Iterator[Problem]:
    for kind in ("cases", "providers"):
        for node in getattr(content, kind):
            if not node.sources:
                yield Problem(kind, node.slug, ("sources",), "there is none with a date")


def _unlearnable(content: Content) -> Iterator[Problem]:
    for case in content.cases:
        for field in LEARNED_FROM:
            if not getattr(case, field):
                yield Problem("cases", case.slug, (field,), "there are none")


def _without_answers(content: Content) -> Iterator[Problem]:
    for question in content.questions:
        if question.slug != MESSAGE and len(question.options) < 2:
            yield Problem("questions", question.slug, ("options",), "there are no answers")


def _bad_patterns(content: Content) -> Iterator[Problem]:
    for place, _pattern, matcher in _matchers(content):
        if isinstance(matcher, PatternError):
            yield Problem(*place, str(matcher).removesuffix("."))


def _unmatched_examples(content: Content) -> Iterator[Problem]:
    for place, pattern, matcher in _matchers(content):
        unit = Unit(pattern.example, frozenset({pattern.place}))
        if isinstance(matcher, Matcher) and not any(matcher.find(unit)):
            yield Problem(*place, f"the example of {pattern.slug} is not matched")


def _matchers(content: Content) -> Iterator[tuple[Place, schema.Pattern, Matcher | PatternError]]:
    """Each pattern compiled for itself, or what keeps it from being compiled."""
    phrases = {phrase.slug: phrase.alternatives for phrase in content.phrases}
    for case in content.cases:
        for n, pattern in _numbered(case.patterns):
            place = ("cases", case.slug, ("patterns", n))
            try:
                one = Matcher([Pattern(pattern.slug, pattern.match, pattern.place)], phrases)
            except PatternError as problem:
                yield place, pattern, problem
            else:
                yield place, pattern, one


# Where entries name cases and providers.
CASE_LINKS = (
    "cases: related.*.case",
    "cases: experiments.*.outcomes.*.case",
    "cases: patterns.*.also.*",
    "guides: cases.*",
    "codes: causes.*.case",
    "providers: codes.*.case",
)
PROVIDER_LINKS = (
    "cases: notes.*.provider",
    "cases: examples.*.provider",
    "cases: patterns.*.providers.*",
    "codes: providers.*.provider",
)
REFERENCES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    _repeated_slugs,
    _repeated_words,
    _dead_case_links,
    _dead_exceptions,
    _dead_provider_links,
    _dead_evidence,
    _dead_questions,
    _dead_aliases,
    _dead_keywords,
    _dead_addresses,
    _bad_patterns,
)
COMPLETENESS: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    _strange_notes,
    _without_source,
    _unlearnable,
    _without_answers,
    _unmatched_examples,
)
