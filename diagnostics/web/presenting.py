"""A diagnosis as the pages show it: words and addresses instead of slugs and weights."""

from dataclasses import dataclass
from math import log2
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diagnostics.engine import (
    MESSAGE,
    NONE_OF_THESE,
    PROVIDER,
    STATUS,
    Candidate,
    Diagnosis,
    Facts,
    Outcome,
    Verdict,
    diagnose,
)
from diagnostics.engine.diagnosis import remaining_after, remaining_causes
from diagnostics.engine.evidence import posterior
from diagnostics.engine.questions import LIMIT, MESSAGES_AT_ONCE, messages
from diagnostics.web import quantities, reasons, words
from diagnostics.web.checklist import StepView, TriedView, checklist, tried
from diagnostics.web.chips import Answer, Chip, what_we_read, what_you_said
from diagnostics.web.facts_url import ASK, pairs
from diagnostics.web.outages import may_be_outage, status_pages
from diagnostics.web.state import State

NEAREST = 3
WORTH_NAMING = 0.03  # probability from which another cause is worth a line
MANY_OPTIONS = 12  # more than this many answers are folded, the rare ones away
RARE_OPTION = 2  # weight up to which an answer counts as rare

# The provider's own pages that help with each group of causes.
HELPFUL_LINKS = {
    "money": ("billing", "limits"),
    "identity": ("keys", "console"),
    "provider": ("status",),
    "network": ("status",),
}


@dataclass(frozen=True, slots=True)
class CauseView:
    """A possible cause with what speaks for it, against it, and what is open."""

    case: Any
    verdict: str
    level: int
    speaks_for: list[SafeString]
    speaks_against: list[SafeString]
    open: list[tuple[str, str]]
    differences: list[tuple[Any, str]]
    actor: str
    retry: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer that can be chosen; `message` is shown as the error's own words.

    left: how many causes would be left with this answer; 0 where that is not worth saying.
    """

    value: str
    label: str
    message: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """Typical messages of one group of causes, folded away."""

    slug: str
    title: str
    options: list[OptionView]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to show; `hidden` carries the other facts along.

    options: the answers that are shown; `rare` and `groups` are folded away.
    """

    slug: str
    page: Any
    options: list[OptionView]
    rare: list[OptionView]
    groups: list[MessageGroup]
    hidden: list[tuple[str, str]]
    previous: str
    more: int


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """Everything that a page of the diagnosis shows."""

    state: State
    verdict: Verdict
    best: CauseView
    others: list[CauseView]
    question: QuestionView | None
    read: list[Chip]
    answers: list[Answer]
    steps: list[StepView]
    tried: list[TriedView]
    numbers: list[str]
    note: Any
    links: list[tuple[str, str]]
    status_pages: list[tuple[Any, str]]
    code: Any
    remaining: int
    total: int
    link: str

    @property
    def as_text(self) -> str:
        """The address of the ticket block alone, as plain text."""
        return self.state.address(page="web:diagnose-text")

    @property
    def as_markdown(self) -> str:
        """The same as Markdown."""
        return self.state.address(page="web:diagnose-markdown")

    @property
    def solved(self) -> TriedView | None:
        """The step that solved it, if one did."""
        return next((t for t in self.tried if t.outcome == Outcome.SOLVED), None)

    @property
    def elsewhere(self) -> list[TriedView]:
        """What was tried of other causes than the first, whose steps show it themselves."""
        return [t for t in self.tried if t.case.slug != self.best.case.slug]

    @property
    def exhausted(self) -> bool:
        """Whether every step of the first cause was tried, and none solved it."""
        return bool(self.steps) and all(step.outcome for step in self.steps) and not self.solved

    @property
    def nearest(self) -> list[CauseView]:
        """The causes that a page names when none was recognised."""
        return [self.best, *self.others][:NEAREST]


def present(state: State) -> DiagnosisView:
    """Diagnose the facts of a state and put the result into words."""
    diagnosis = diagnose(state.release.engine, state.facts)
    first, *others = _with_solved_first(diagnosis.candidates, state.facts)
    nearby = frozenset(c.case for c in diagnosis.candidates[:NEAREST])
    least = 0.0 if diagnosis.verdict is Verdict.UNCLEAR else WORTH_NAMING
    return DiagnosisView(
        state=state,
        verdict=diagnosis.verdict,
        best=_cause(state, first, diagnosis.verdict, nearby),
        others=[
            _cause(state, other, Verdict.UNCLEAR, nearby)
            for other in others
            if other.probability >= least
        ],
        question=_next(state, diagnosis),
        read=what_we_read(state),
        answers=what_you_said(state),
        steps=checklist(state, first.case),
        tried=tried(state),
        numbers=quantities.sentences(first.case, state.facts),
        note=_note(state, first.case),
        links=_links(state, first.case),
        status_pages=_status_pages(state, first.case),
        code=state.pages.codes.get(state.facts.answers.get(STATUS, "")),
        remaining=diagnosis.remaining,
        total=len(state.release.engine.cases),
        link=state.address(),
    )


def ask(state: State, question: str) -> QuestionView:
    """A question that the visitor wants to answer, or to answer otherwise."""
    facts = state.facts.without(question)
    values = (
        _messages(state, facts)
        if question == MESSAGE
        else tuple(o.value for o in state.pages.questions[question].options)
    )
    return _question(state, question, values, more=0)


def _with_solved_first(candidates: tuple[Candidate, ...], facts: Facts) -> list[Candidate]:
    """The candidates, led by the one whose step solved it, whatever else speaks against it."""
    if facts.solved is None:
        return list(candidates)
    solved = facts.solved.case
    first = next((c for c in candidates if c.case == solved), Candidate(solved, 0.0, (), (), ()))
    return [first, *(c for c in candidates if c.case != solved)]


def _next(state: State, diagnosis: Diagnosis) -> QuestionView | None:
    if diagnosis.question is None:
        return None
    more = questions_left(len(state.facts.asked), diagnosis.remaining)
    return _question(state, diagnosis.question.slug, diagnosis.question.options, more=more)


def questions_left(asked: int, remaining: int) -> int:
    """About how many questions are still to come: an answer halves the causes twice over."""
    return min(LIMIT - asked, max(1, round(log2(remaining) / 2)))


def _question(state: State, slug: str, values: tuple[str, ...], *, more: int) -> QuestionView:
    options, rare, groups = _options(state, slug, values)
    answered = state.facts.answers.get(slug)
    previous = state.label(slug, answered) if answered else ""
    if slug in state.facts.unknown:
        previous = _("I don't know")
    return QuestionView(
        slug=slug,
        page=state.pages.questions[slug],
        options=options,
        rare=rare,
        groups=groups,
        hidden=pairs(state.facts.without(slug)),
        previous=previous,
        more=more,
    )


def _options(
    state: State, slug: str, values: tuple[str, ...]
) -> tuple[list[OptionView], list[OptionView], list[MessageGroup]]:
    """The answers to show, those that are folded away as rare, and messages folded by group."""
    if slug == MESSAGE:
        cases = [state.case(value) for value in values if value != NONE_OF_THESE]
        none = OptionView(NONE_OF_THESE, state.label(slug, NONE_OF_THESE))
        shown = [_message(case) for case in cases[:MESSAGES_AT_ONCE]]
        return [*shown, none], [], _message_groups(cases[MESSAGES_AT_ONCE:])
    offered = [o for o in state.pages.questions[slug].options if o.value in values]
    fold = len(offered) > MANY_OPTIONS
    rare = [o for o in offered if fold and o.weight <= RARE_OPTION]
    left = _left(state, slug)
    views = {o.value: OptionView(o.value, o.label, left=left[o.value]) for o in offered}
    shown = [views[o.value] for o in offered if o not in rare]
    return shown, [views[o.value] for o in rare], []


def _message(case: Any) -> OptionView:
    return OptionView(case.slug, case.title, case.message)


def _message_groups(cases: list[Any]) -> list[MessageGroup]:
    groups = [
        MessageGroup(slug, str(title), [_message(case) for case in cases if case.group == slug])
        for slug, title in words.GROUPS.items()
    ]
    return [group for group in groups if group.options]


def _left(state: State, question: str) -> dict[str, int]:
    """How many causes each answer would leave; 0 where they would not become fewer."""
    engine = state.release.engine
    now = remaining_causes(posterior(engine, state.facts))
    after = remaining_after(engine, state.facts, question)
    return {value: left if left < now else 0 for value, left in after.items()}


def _messages(state: State, facts: Facts) -> tuple[str, ...]:
    """The cases whose typical messages are shown, most probable first."""
    return messages(state.release.engine, posterior(state.release.engine, facts))


def _cause(
    state: State, candidate: Candidate, verdict: Verdict, nearby: frozenset[str] = frozenset()
) -> CauseView:
    """A candidate in words; how it differs is said of the causes that are `nearby`."""
    case = state.case(candidate.case)
    return CauseView(
        case=case,
        verdict=str(words.VERDICTS[verdict.value]),
        level={"recognised": 3, "likely": 2, "unclear": 1}[verdict.value],
        speaks_for=reasons.sentences(state, candidate.reasons_for),
        speaks_against=reasons.sentences(state, candidate.reasons_against),
        open=[(state.name(q), state.address(**{ASK: q})) for q in candidate.open],
        differences=[
            (state.case(row.case), row.difference)
            for row in case.related
            if row.case in nearby and row.case in state.pages.cases
        ],
        actor=str(words.DOERS[case.actor]),
        retry=str(words.RETRIES[case.retry]),
    )


def _note(state: State, slug: str) -> Any:
    """What is different at the provider that answered, if anything is."""
    provider = state.facts.answers.get(PROVIDER)
    return next((n for n in state.case(slug).notes if n.provider == provider), None)


def _links(state: State, slug: str) -> list[tuple[str, str]]:
    """The pages of the provider that answered which help with this cause."""
    case = state.case(slug)
    kinds = HELPFUL_LINKS.get(case.group, ("errors",))
    if may_be_outage(case):
        kinds = ("status", *(kind for kind in kinds if kind != "status"))
    links = state.provider.links if state.provider else []
    return [(str(words.LINKS[k]), link.url) for k in kinds for link in links if link.kind == k]


def _status_pages(state: State, slug: str) -> list[tuple[Any, str]]:
    """Those of all providers, where it could be an outage and nobody knows whose."""
    unknown = state.provider is None and may_be_outage(state.case(slug))
    return status_pages(state.pages) if unknown else []
