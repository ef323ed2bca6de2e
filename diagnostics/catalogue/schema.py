"""The shape of the catalogue as data: what YAML files, releases and exports hold.

One set of models validates a content file, an import and a release, so there is one place
that says which fields exist. Texts are always given in both languages.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from diagnostics.engine.grades import Grade

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
PageName = Annotated[
    str,
    StringConstraints(pattern=r"^(cases|codes|providers|guides|terms)/[a-z0-9]+(-[a-z0-9]+)*$"),
]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

Doer = Literal["you", "client", "network", "relay", "provider", "account-owner"]
Retry = Literal["never", "after-change", "after-waiting", "now"]
Group = Literal[
    "size", "content", "address", "identity", "money", "provider", "network", "answer", "around"
]
Prior = Literal["rare", "uncommon", "common", "frequent"]
Place = Literal["message", "code", "anywhere", "alone"]


class Node(BaseModel):
    """A part of the catalogue; unknown fields are refused so that a typo is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Node):
    """One text in both languages; Markdown where the field says so."""

    en: Line
    zh_hans: Line = Field(alias="zh-hans")


class Texts(Node):
    """Lists that need not correspond line by line, such as people's own words."""

    en: tuple[Line, ...] = Field(min_length=1)
    zh_hans: tuple[Line, ...] = Field(alias="zh-hans", min_length=1)


class Step(Node):
    """One thing to do. `text` says what, `where` the exact place or command (both Markdown)."""

    text: Text
    where: Text | None = None
    doer: Doer = "you"


class Note(Node):
    """What is different at one provider (Markdown)."""

    provider: Slug
    text: Text


class Related(Node):
    """A case that is easily confused with this one, and how to tell them apart."""

    case: Slug
    difference: Text


class Source(Node):
    """Where a fact was read, and the day on which it was last checked."""

    title: Line
    url: Url
    verified: Day


class Pattern(Node):
    """A tell-tale in a pasted text.

    `match` has one linear-time regular expression a line; all of them must be found in the same
    message, and none of the lines that start with `!`. `{image}` stands for the phrase `image`.
    `place` says where to look: in messages, in structured codes, anywhere in the text, or `alone`:
    in a text that says nothing else, such as "400 Bad Request" without any reason.
    `grade` is what the match says of the case, `also` what it says of other cases.
    With `providers`, the pattern counts in full only when one of them answered.
    """

    slug: Slug
    match: Line
    place: Place = "message"
    grade: Grade
    also: dict[Slug, Grade] = {}
    providers: tuple[Slug, ...] = ()
    example: Line


class Example(Node):
    """A text as people paste it, which must be diagnosed as the case that holds it."""

    provider: Slug | None = None
    text: Line


class Outcome(Node):
    """What an experiment can show, and what that means (Markdown); `case` where it is a cause."""

    seen: Text
    means: Text
    case: Slug | None = None


class Experiment(Node):
    """What to try in one minute to tell a case from its neighbours (Markdown)."""

    text: Text
    outcomes: tuple[Outcome, ...] = Field(min_length=2)


class Case(Node):
    """One cause with one remedy.

    `wait` says how long, when sending again works after waiting (Markdown).
    `symptoms` are shown on the page; `wordings` are not: they are messages and sentences as
    people, relays and programs put them, from which the diagnosis learns to recognise new ones.
    """

    slug: Slug
    group: Group
    prior: Prior
    actor: Doer
    retry: Retry
    wait: Text | None = None
    title: Text
    summary: Text
    cause: Text
    message: Line
    symptoms: Texts
    wordings: Texts | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
    experiments: tuple[Experiment, ...] = ()
    confirm: Text
    otherwise: Text
    notes: tuple[Note, ...] = ()
    related: tuple[Related, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence: dict[Slug, dict[Slug, Grade]] = {}
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[Example, ...] = ()


class TellTale(Node):
    """A row of a code page: what in the message points to which case."""

    case: Slug
    clue: Text


class ProviderStatus(Node):
    """What one provider means by a status."""

    provider: Slug
    text: Text


class StatusCode(Node):
    """A status, a class of statuses (`4xx`), or `none` for no status at all."""

    slug: Slug
    name: Line
    title: Text
    meaning: Text
    usually: Text
    speaker: Text
    retry: Retry
    retry_note: Text
    decides: Slug | None = None
    causes: tuple[TellTale, ...] = ()
    providers: tuple[ProviderStatus, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)


class ProviderCode(Node):
    """One row of a provider's error table."""

    code: Line
    status: Line | None = None
    meaning: Text
    case: Slug
    grade: Grade | None = None
    verified: Day


class Link(Node):
    """A page of the provider that people need."""

    kind: Literal["docs", "errors", "limits", "status", "console", "keys", "billing"]
    url: Url


class BodyNote(Node):
    """What one part of the example body means (Markdown)."""

    part: Line
    text: Text


class Provider(Node):
    """A company, program or relay that answers requests.

    `hosts` and `names` are how it is recognised in a text; `speaks` is what is peculiar to its
    errors (Markdown); `body` an example of an error body as it sends it, `body_notes` explain it.
    """

    slug: Slug
    name: Text
    hosts: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    summary: Text
    speaks: Text
    body: Line | None = None
    body_notes: tuple[BodyNote, ...] = ()
    keys: Text | None = None
    base_urls: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    codes: tuple[ProviderCode, ...] = ()
    sources: tuple[Source, ...] = ()


class Option(Node):
    """One answer. `weight` says how often it is the answer, relative to the others."""

    value: Slug
    label: Text
    weight: int = Field(default=10, ge=1, le=1000)


class Question(Node):
    """A question whose answers separate cases.

    `effort` is what it costs a person to answer, in units of the easiest question (1 to 10).
    """

    slug: Slug
    title: Text
    why: Text
    how: Text
    effort: int = Field(ge=1, le=10)
    options: tuple[Option, ...] = ()


class Term(Node):
    """A word of the glossary.

    `words` are the ways in which running text says it; the first one on a page becomes a link,
    but not on the pages `not_on`, where the same word means something else.
    """

    slug: Slug
    title: Text
    summary: Text
    text: Text
    words: Texts
    not_on: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()


class GuidePart(Node):
    """A section of a guide (Markdown, with blocks of code); `slug` is its anchor."""

    slug: Slug
    title: Text
    text: Text


class Guide(Node):
    """A page that explains how to do something; `cases` are the causes that it helps with."""

    slug: Slug
    title: Text
    summary: Text
    parts: tuple[GuidePart, ...] = Field(min_length=1)
    cases: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()


class Phrase(Node):
    """A notion with the ways in which people and programs say it, usable in patterns."""

    slug: Slug
    alternatives: tuple[Line, ...] = Field(min_length=1)


class Remark(Node):
    """What people write without telling anything from which a cause could be recognised."""

    slug: Slug
    texts: Texts


class Keyword(Node):
    """Words by which people look for pages that do not say them, the most wanted page first.

    A page is named by its kind and slug, such as `cases/billing-required`.
    """

    slug: Slug
    words: tuple[Line, ...] = ()
    pages: tuple[PageName, ...] = ()


class Alias(Node):
    """An address that moved: the old slug keeps leading to the new page."""

    old: Slug
    new: Slug


class Content(Node):
    """The whole catalogue; every list is in catalogue order."""

    phrases: tuple[Phrase, ...] = ()
    remarks: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    cases: tuple[Case, ...] = ()
    codes: tuple[StatusCode, ...] = ()
    providers: tuple[Provider, ...] = ()
    guides: tuple[Guide, ...] = ()
    terms: tuple[Term, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    aliases: tuple[Alias, ...] = ()
