"""A release made ready for use: the engine's catalogue, the reader, and the texts of the pages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import SimpleNamespace
from typing import Any
from weakref import WeakValueDictionary

import nh3
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

from diagnostics import engine as reasoning
from diagnostics import intake, search
from diagnostics.catalogue import searchable
from diagnostics.catalogue.files import fingerprint
from diagnostics.catalogue.linking import Glossary
from diagnostics.catalogue.schema import Content, ProviderCode
from diagnostics.engine import Grade

PRIORS = {"rare": 1.0, "uncommon": 2.0, "common": 4.0, "frequent": 8.0}
LANGUAGES = ("en", "zh-hans")
UNSEEN = frozenset({"wordings", "patterns"})  # fields that no page shows
PREFIXES = {"en": "", "zh-hans": "/zh-hans"}  # of the addresses in each language
BOILERPLATE = "boilerplate"  # the phrase that lists what programs add to any error
SETTING_NAMES = "setting-names"  # the phrase that lists names of settings

# Fields that editors write in Markdown; everything else is plain text.
MARKDOWN = frozenset(
    (
        *("summary", "cause", "text", "where", "confirm", "otherwise", "difference", "how"),
        *("meaning", "usually", "speaker", "retry_note", "clue", "speaks", "keys"),
        *("wait", "seen", "means"),
    )
)
# The fields with Markdown, in the order in which a page of each kind shows them.
SHOWN = {
    "cases": (
        *("summary", "wait", "steps", "confirm", "otherwise", "experiments"),
        *("cause", "notes", "related"),
    ),
    "codes": ("meaning", "retry_note", "speaker", "usually", "causes", "providers"),
    "providers": ("summary", "speaks", "body_notes", "codes", "keys"),
    "guides": ("summary", "parts"),
    "terms": ("summary", "text"),
}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": False})
_IDENTIFIER = re.compile(
    r"^[A-Za-z][A-Za-z0-9]*([._/:-][A-Za-z0-9]+)+$|^[A-Z]?[a-z0-9]+([A-Z][a-z0-9]+)+$"
)
# Compiling patterns is most of the work; while some release uses them, another one can, too.
_shared_rules: WeakValueDictionary[str, intake.Rules] = WeakValueDictionary()
_CODE = re.compile(r"^[A-Za-z0-9._/:-]+$")


@dataclass(frozen=True, slots=True)
class SignalText:
    """What a page says of a tell-tale: the case it belongs to, and an example of its words."""

    case: str
    example: str


@dataclass(frozen=True)
class Pages:
    """The texts of a release in one language, by slug and in catalogue order."""

    cases: Mapping[str, Any]
    codes: Mapping[str, Any]
    providers: Mapping[str, Any]
    guides: Mapping[str, Any]
    terms: Mapping[str, Any]
    questions: Mapping[str, Any]
    signals: Mapping[str, SignalText]


class CompiledRelease:
    """One release in memory; it never changes.

    number: of the release; 0 for the shipped content before anything was published.
    Raises `PatternError` when a pattern cannot be compiled.
    """

    def __init__(self, number: int, content: Content) -> None:
        """Take the content; the parts are made when they are first needed."""
        self.number = number
        self.content = content
        self.aliases = {alias.old: alias.new for alias in content.aliases}
        self._pages: dict[str, Pages] = {}
        self._glossaries: dict[str, Glossary] = {}
        self._linked: dict[tuple[str, str, str], Any] = {}
        self._passages: dict[tuple[str, str, str], tuple[str, ...]] = {}

    @cached_property
    def engine(self) -> reasoning.Catalogue:
        """What the engine reasons over."""
        return reasoning.Catalogue(
            cases=tuple(
                reasoning.Case(case.slug, PRIORS[case.prior], len(case.steps))
                for case in self.content.cases
            ),
            questions=tuple(
                reasoning.Question(
                    question.slug,
                    question.effort,
                    tuple(reasoning.Option(o.value, o.weight) for o in question.options),
                )
                for question in self.content.questions
            ),
            signals=self._signals,
            evidence=self._evidence(),
            meanings=self._meanings(),
            parameters=frozenset(self.phrases.get(SETTING_NAMES, ())),
        )

    @cached_property
    def reader(self) -> intake.Reader:
        """What reading a pasted text needs."""
        return intake.Reader(self.rules, intake.Likeness(dict(self._samples()), self._remarks()))

    @cached_property
    def rules(self) -> intake.Rules:
        """What is looked for in a text; the same object for releases that look for the same."""
        key = self._looked_for()
        return _shared_rules.get(key) or _shared_rules.setdefault(key, self._rules())

    def _looked_for(self) -> str:
        """What the rules are made from, as a short mark."""
        named = {
            "slug": True,
            "hosts": True,
            "names": True,
            "codes": {"__all__": {"code", "grade", "case"}},
        }
        return fingerprint(
            {
                "phrases": [phrase.model_dump(mode="json") for phrase in self.content.phrases],
                "cases": [
                    case.model_dump(mode="json", include={"slug", "patterns"})
                    for case in self.content.cases
                ],
                "providers": [
                    provider.model_dump(mode="json", include=named)
                    for provider in self.content.providers
                ],
            }
        )

    def _rules(self) -> intake.Rules:
        patterns = [
            intake.Pattern(pattern.slug, pattern.match, pattern.place)
            for case in self.content.cases
            for pattern in case.patterns
        ]
        patterns += [intake.Pattern(slug, match, "code") for slug, match in self._codes.items()]
        return intake.Rules(
            matcher=intake.Matcher(patterns, self.phrases),
            providers=intake.ProviderFinder(
                intake.ProviderMarks(p.slug, p.hosts, p.names) for p in self.content.providers
            ),
            signals=self._signals,
            boilerplate=intake.any_of(self.phrases.get(BOILERPLATE, ())),
            parameters=intake.any_word_of(self.phrases.get(SETTING_NAMES, ())),
        )

    def pages(self, language: str) -> Pages:
        """The texts of the pages in `en` or `zh-hans`."""
        if language not in self._pages:
            content = self.content
            self._pages[language] = Pages(
                cases={n.slug: localised(n, language) for n in content.cases},
                codes={n.slug: localised(n, language) for n in content.codes},
                providers={n.slug: localised(n, language) for n in content.providers},
                guides={n.slug: localised(n, language) for n in content.guides},
                terms={n.slug: localised(n, language) for n in content.terms},
                questions={n.slug: localised(n, language) for n in content.questions},
                signals=self._signal_texts,
            )
        return self._pages[language]

    def page(self, language: str, kind: str, slug: str) -> Any:
        """The texts of one page, in which the first use of each term links to the glossary."""
        key = (language, kind, slug)
        if key not in self._linked:
            page = getattr(self.pages(language), kind)[slug]
            without = {term.slug for term in self.content.terms if slug in term.not_on}
            if kind == "terms":
                without.add(slug)  # a term does not lead to itself
            self._linked[key] = self._glossary(language).linked(page, SHOWN[kind], without)
        return self._linked[key]

    @cached_property
    def index(self) -> search.Index:
        """What searching needs; both languages are searched, whatever that of the page is."""
        return searchable.index(self.content, [self.pages(language) for language in LANGUAGES])

    def passages(self, language: str, kind: str, slug: str) -> tuple[str, ...]:
        """The plain texts of a page, of which a search shows one."""
        key = (language, kind, slug)
        if key not in self._passages:
            page = getattr(self.pages(language), kind)[slug]
            self._passages[key] = tuple(searchable.passages(page, kind))
        return self._passages[key]

    def _glossary(self, language: str) -> Glossary:
        if language not in self._glossaries:
            terms = self.pages(language).terms
            words = {slug: term.words for slug, term in terms.items()}
            self._glossaries[language] = Glossary(words, PREFIXES[language])
        return self._glossaries[language]

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Slug of each provider code that can be read from a text -> expression."""
        return {
            code_slug(provider.slug, code): _code_expression(code.code)
            for provider in self.content.providers
            for code in provider.codes
            if _CODE.match(code.code) and code.grade is not None and not _is_status(code.code)
        }

    @cached_property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """The ways to say each notion."""
        return {phrase.slug: phrase.alternatives for phrase in self.content.phrases}

    @cached_property
    def patterns(self) -> dict[str, Mapping[str, Grade]]:
        """Slug of each pattern -> what it says of cases."""
        return {
            pattern.slug: {case.slug: pattern.grade, **pattern.also}
            for case in self.content.cases
            for pattern in case.patterns
        }

    @cached_property
    def _signals(self) -> dict[str, reasoning.Signal]:
        signals = {
            pattern.slug: reasoning.Signal(
                pattern.slug, self.patterns[pattern.slug], frozenset(pattern.providers)
            )
            for case in self.content.cases
            for pattern in case.patterns
        }
        for provider in self.content.providers:
            grades: dict[str, dict[str, Grade]] = {}
            for code in provider.codes:
                slug = code_slug(provider.slug, code)
                if slug in self._codes and code.grade:
                    grades.setdefault(slug, {})[code.case] = code.grade
            for slug, said in grades.items():
                signals[slug] = reasoning.Signal(slug, said, frozenset({provider.slug}))
        return signals

    @cached_property
    def _signal_texts(self) -> dict[str, SignalText]:
        texts = {
            pattern.slug: SignalText(case.slug, pattern.example)
            for case in self.content.cases
            for pattern in case.patterns
        }
        for provider in self.content.providers:
            for code in provider.codes:
                slug = code_slug(provider.slug, code)
                if slug in self._codes or _is_status(code.code):
                    texts[slug] = SignalText(code.case, code.code)
        return texts

    def _meanings(self) -> dict[tuple[str, str], reasoning.Signal]:
        """What a bare status says at a provider, from the provider's own table."""
        grades: dict[tuple[str, str], dict[str, Grade]] = {}
        for provider in self.content.providers:
            for code in provider.codes:
                if _is_status(code.code) and code.grade:
                    grades.setdefault((provider.slug, code.code), {})[code.case] = code.grade
        return {
            (provider, status): reasoning.Signal(f"{provider}-{status}", said)
            for (provider, status), said in grades.items()
        }

    def _evidence(self) -> dict[str, dict[str, Mapping[str, Grade]]]:
        evidence: dict[str, dict[str, Mapping[str, Grade]]] = {}
        for case in self.content.cases:
            for question, grades in case.evidence.items():
                evidence.setdefault(question, {})[case.slug] = grades
        return evidence

    def _remarks(self) -> list[str]:
        """Texts that speak for no case."""
        remarks = [remark.texts for remark in self.content.remarks]
        return [text for texts in remarks for text in (*texts.en, *texts.zh_hans)]

    def _samples(self) -> Iterator[tuple[str, Iterable[str]]]:
        """The catalogue's own texts for each case, which a pasted text is compared with."""
        for case in self.content.cases:
            examples = [example.text for example in case.examples]
            groups = [case.symptoms, case.wordings] if case.wordings else [case.symptoms]
            said = [text for group in groups for text in (*group.en, *group.zh_hans)]
            tell_tales = [pattern.example for pattern in case.patterns]
            titles = [case.title.en, case.title.zh_hans, case.message]
            yield case.slug, map(_words, [*said, *titles, *tell_tales, *examples])


# The texts of two releases are mostly the same.
_words = lru_cache(maxsize=1 << 16)(intake.words)


def code_slug(provider: str, code: ProviderCode) -> str:
    """The slug of the signal that a provider's code gives."""
    return f"{provider}-{slugify(re.sub('[._/:]', '-', code.code))}"


def _is_status(code: str) -> bool:
    """Whether a code only repeats the HTTP status, which is a fact of its own."""
    return code.isdigit() and 400 <= int(code) <= 599


def _code_expression(code: str) -> str:
    """An identifier counts anywhere in a message; a number or a plain word only as a code."""
    escaped = re.escape(code)
    if _IDENTIFIER.match(code):
        return rf"(?:^|[^A-Za-z0-9_.]){escaped}(?:[^A-Za-z0-9_]|$)"
    if code.isdigit():
        return rf"(?m)(?:=|code\W{{0,4}}|错误码\W{{0,3}}|\[){escaped}(?:\D|$)"
    return rf"(?m)={escaped}$"


def plain(node: Any, language: str) -> dict[str, Any]:
    """A node of the content as data, with every text in one language as it was written."""
    data = _in_language(node.model_dump(mode="json", by_alias=True, exclude=UNSEEN), language)
    return dict(data)


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return value[language]
        return {key: _in_language(part, language) for key, part in value.items()}
    return [_in_language(item, language) for item in value] if isinstance(value, list) else value


def localised(node: Any, language: str) -> Any:
    """A node of the content with every text in one language, Markdown as safe HTML."""
    return _localised(node.model_dump(mode="json", by_alias=True, exclude=UNSEEN), language, "")


def _localised(value: Any, language: str, name: str) -> Any:
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return _localised(value[language], language, name)
        if name in {"evidence", "also"}:
            return value
        if name == "examples":
            return SimpleNamespace(**value)  # an error message is no Markdown
        return SimpleNamespace(**{key: _localised(v, language, key) for key, v in value.items()})
    if isinstance(value, list):
        return [_localised(item, language, name) for item in value]
    return render(value, language) if name in MARKDOWN and isinstance(value, str) else value


def render(text: str, language: str = LANGUAGES[0]) -> str:
    """Markdown to safe inline HTML, or paragraphs where the text has several.

    Addresses within the site lead to the pages of the same language; a block of code, which may
    scroll sideways, can be reached with the keyboard.
    """
    html = _markdown.render(text).strip()
    if html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>"):
        html = html.removeprefix("<p>").removesuffix("</p>")
    html = nh3.clean(html, link_rel="noopener")
    html = html.replace('<a href="/', f'<a href="{PREFIXES[language]}/')
    return mark_safe(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S308 - nh3 has cleaned it
