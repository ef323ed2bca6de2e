"""What must hold before a catalogue is published: references, patterns and examples."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from diagnostics.catalogue import trials
from diagnostics.catalogue.addresses import PAGES, addresses
from diagnostics.catalogue.compiled import LANGUAGES, MARKDOWN, CompiledRelease
from diagnostics.catalogue.files import entries
from diagnostics.catalogue.schema import Content
from diagnostics.engine import MESSAGE
from diagnostics.intake import Matcher, Pattern, PatternError
from diagnostics.intake.patterns import Unit

# The lists of a case without which the diagnosis could not learn to recognise it.
LEARNED_FROM = ("wordings", "examples", "patterns")


def check(content: Content) -> list[str]:
    """Every problem of a catalogue as a sentence that names the entry; empty when it is sound."""
    return broken(content) or [*trials.failures(CompiledRelease(0, content))]


def broken(content: Content) -> list[str]:
    """The problems with which no page could be made, and which no reason overrules."""
    problems = [problem for find in REFERENCES for problem in find(content)]
    # Nothing can be compiled while a reference leads nowhere.
    return problems or [*_bad_patterns(content)]


def _repeated_slugs(content: Content) -> Iterator[str]:
    groups: dict[str, Iterable[str]] = {
        "phrase": [phrase.slug for phrase in content.phrases],
        "pattern": [pattern.slug for case in content.cases for pattern in case.patterns],
        "case": [case.slug for case in content.cases],
        "status": [code.slug for code in content.codes],
        "provider": [provider.slug for provider in content.providers],
        "guide": [guide.slug for guide in content.guides],
        "guide part": [f"{g.slug}/#{part.slug}" for g in content.guides for part in g.parts],
        "term": [term.slug for term in content.terms],
    }
    for kind, slugs in groups.items():
        for slug in sorted(slug for slug, times in Counter(slugs).items() if times > 1):
            yield f"The {kind} {slug} exists more than once."


def _repeated_words(content: Content) -> Iterator[str]:
    for language in LANGUAGES:
        owners: dict[str, str] = {}
        for term in content.terms:
            for word in getattr(term.words, language.replace("-", "_")):
                owner = owners.setdefault(word.lower(), term.slug)
                if owner != term.slug:
                    yield f"term {term.slug}: words ({language}): “{word}” belongs to {owner}."


def _dead_exceptions(content: Content) -> Iterator[str]:
    pages = {node.slug for kind in PAGES for node in getattr(content, kind)}
    for term in content.terms:
        for slug in term.not_on:
            if slug not in pages:
                yield f"term {term.slug}: not_on: there is no page {slug}."


def _dead_case_links(content: Content) -> Iterator[str]:
    known = {case.slug for case in content.cases}
    links = [
        *((f"case {c.slug}: related", link.case) for c in content.cases for link in c.related),
        *(
            (f"case {case.slug}: experiment {number}", outcome.case)
            for case in content.cases
            for number, experiment in enumerate(case.experiments, start=1)
            for outcome in experiment.outcomes
            if outcome.case
        ),
        *((f"guide {g.slug}: cases", slug) for g in content.guides for slug in g.cases),
        *((f"pattern {p.slug}", s) for c in content.cases for p in c.patterns for s in p.also),
        *((f"status {s.slug}", row.case) for s in content.codes for row in s.causes),
        *((f"provider {p.slug}: {c.code}", c.case) for p in content.providers for c in p.codes),
    ]
    for place, slug in links:
        if slug not in known:
            yield f"{place}: there is no case {slug}."


def _dead_provider_links(content: Content) -> Iterator[str]:
    known = {provider.slug for provider in content.providers}
    links = [
        *((f"case {c.slug}: note", note.provider) for c in content.cases for note in c.notes),
        *((f"case {c.slug}: example", e.provider) for c in content.cases for e in c.examples),
        *((f"pattern {p.slug}", s) for c in content.cases for p in c.patterns for s in p.providers),
        *((f"status {s.slug}", row.provider) for s in content.codes for row in s.providers),
    ]
    for place, slug in links:
        if slug and slug not in known:
            yield f"{place}: there is no provider {slug}."


def _dead_evidence(content: Content) -> Iterator[str]:
    options = {q.slug: {option.value for option in q.options} for q in content.questions}
    for case in content.cases:
        for question, grades in case.evidence.items():
            for value in grades:
                if value not in options.get(question, set()):
                    yield f"case {case.slug}: there is no answer {value} to {question}."


def _dead_keywords(content: Content) -> Iterator[str]:
    pages = {f"{kind}/{slug}" for kind, slug in entries(content)}
    for keyword in content.keywords:
        for page in keyword.pages:
            if page not in pages:
                yield f"keyword {keyword.slug}: there is no page {page}."


def _dead_aliases(content: Content) -> Iterator[str]:
    pages = {node.slug for kind in PAGES for node in getattr(content, kind)}
    moved = {alias.old for alias in content.aliases}
    for alias in content.aliases:
        if alias.old in pages:
            yield f"alias {alias.old}: a page with this slug exists."
        if alias.new in moved:
            yield f"alias {alias.old}: {alias.new} is an alias too; lead to the page itself."
        elif alias.new not in pages:
            yield f"alias {alias.old}: there is no page {alias.new}."


def _dead_addresses(content: Content) -> Iterator[str]:
    known = set(addresses(content))
    for kind in PAGES:
        for node in getattr(content, kind):
            for field, text in _markdown_texts(node.model_dump(mode="json", by_alias=True)):
                for address in _LINK.findall(text):
                    problem = _problem(address, known)
                    if problem:
                        yield f"{kind[:-1]} {node.slug}: {field}: {problem}."


_LINK = re.compile(r"\]\(([^)\s]*)")


def _markdown_texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every Markdown text of an entry with the field that holds it."""
    name = field.rpartition(".")[2]
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in LANGUAGES:
                yield from _markdown_texts(part, f"{field}.{key}" if field else key)
            elif name in MARKDOWN and isinstance(part, str):
                yield f"{field}.{key}", part
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _markdown_texts(part, f"{field}.{number}")


def _problem(address: str, known: set[str]) -> str:
    """What is wrong with an address in a text; empty where nothing is."""
    if address.startswith(("https://", "http://")):
        return ""
    if not address.startswith("/"):
        return f"the address “{address}” must start with https:// or /"
    page, mark, anchor = address.partition("#")
    return "" if page.partition("?")[0] + mark + anchor in known else f"there is no page {address}"


def _strange_notes(content: Content) -> Iterator[str]:
    for provider in content.providers:
        for note in provider.body_notes:
            if note.part not in (provider.body or ""):
                yield f"provider {provider.slug}: body_notes: the body has no “{note.part}”."


def _without_source(content: Content) -> Iterator[str]:
    for kind in ("cases", "providers"):
        for node in getattr(content, kind):
            if not node.sources:
                yield f"{kind[:-1]} {node.slug}: sources: there is none with a date."


def _unlearnable(content: Content) -> Iterator[str]:
    for case in content.cases:
        for field in LEARNED_FROM:
            if not getattr(case, field):
                yield f"case {case.slug}: {field}: there are none."


def _undecided(content: Content) -> Iterator[str]:
    questions = {question.slug for question in content.questions}
    for status in content.codes:
        if status.decides and status.decides not in questions:
            yield f"status {status.slug}: there is no question {status.decides}."
    yield from (
        f"question {question.slug}: there are no answers."
        for question in content.questions
        if question.slug != MESSAGE and len(question.options) < 2
    )


def _bad_patterns(content: Content) -> Iterator[str]:
    phrases = {phrase.slug: phrase.alternatives for phrase in content.phrases}
    for case in content.cases:
        for pattern in case.patterns:
            try:
                one = Matcher([Pattern(pattern.slug, pattern.match, pattern.place)], phrases)
            except PatternError as problem:
                yield str(problem)
            else:
                if not any(one.find(Unit(pattern.example, frozenset({pattern.place})))):
                    yield f"pattern {pattern.slug}: its example is not matched."


REFERENCES: tuple[Callable[[Content], Iterator[str]], ...] = (
    _repeated_slugs,
    _repeated_words,
    _dead_case_links,
    _dead_exceptions,
    _dead_provider_links,
    _dead_evidence,
    _dead_aliases,
    _dead_keywords,
    _dead_addresses,
    _strange_notes,
    _without_source,
    _unlearnable,
    _undecided,
)
