"""What is known, each part with its way back: the same page without it, or with another answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from diagnostics.engine import Facts
from diagnostics.web import quantities, words
from diagnostics.web.facts_url import ASK, QUANTITIES
from diagnostics.web.reasons import provider_code
from diagnostics.web.state import State


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of what was read. `change` leads to its question, where it has one."""

    name: str
    value: str
    remove: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the visitor gave, "I don't know" included."""

    name: str
    value: str
    change: str


def what_we_read(state: State) -> list[Chip]:
    """Everything that was read from a text, in the order of the catalogue."""
    return [
        *_answers_read(state),
        *_numbers(state),
        *_setting(state),
        *_wordings(state),
        *_likenesses(state),
    ]


def what_you_said(state: State) -> list[Answer]:
    """Every answer of the visitor, in the order of the catalogue."""
    facts = state.facts
    return [
        Answer(
            state.name(question),
            state.label(question, facts.answers[question])
            if question in facts.answers
            else _("I don't know"),
            state.address(**{ASK: question}),
        )
        for question in state.pages.questions
        if question in facts.asked
    ]


def _answers_read(state: State) -> Iterator[Chip]:
    facts = state.facts
    for question in state.pages.questions:
        if question in facts.read:
            yield Chip(
                state.name(question),
                state.short_label(question, facts.answers[question]),
                state.address(facts.without(question)),
                state.address(**{ASK: question}),
            )


def _numbers(state: State) -> Iterator[Chip]:
    known = state.facts.quantities
    for name in QUANTITIES:
        if name in known:
            others = {other: number for other, number in known.items() if other != name}
            without = replace(state.facts, quantities=others)
            value = quantities.in_words(name, known[name])
            yield Chip(str(words.QUANTITIES[name]), value, state.address(without))


def _setting(state: State) -> Iterator[Chip]:
    if state.facts.parameter:
        without = replace(state.facts, parameter="")
        yield Chip(_("Setting"), state.facts.parameter, state.address(without))


def _wordings(state: State) -> Iterator[Chip]:
    """One chip for what a person sees as one: a code, and the wording of a cause."""
    parts: dict[tuple[str, str], set[str]] = {}
    for signal in sorted(state.facts.signals):
        code = provider_code(state.pages, signal)
        case = state.pages.cases.get(state.pages.signals[signal].case)
        if code:
            parts.setdefault((_("Code"), code[1].code), set()).add(signal)
        elif case:
            parts.setdefault((_("Wording"), case.title), set()).add(signal)
    for (name, value), signals in parts.items():
        without = replace(state.facts, signals=state.facts.signals - signals)
        yield Chip(name, value, state.address(without))


def _likenesses(state: State) -> Iterator[Chip]:
    """Likeness only where there is no firmer ground: beside a wording it tells nothing new."""
    facts: Facts = state.facts
    if facts.signals:
        return
    for case in facts.resembles:
        others = {other: level for other, level in facts.resembles.items() if other != case}
        without = replace(facts, resembles=others)
        yield Chip(_("Sounds like"), state.case(case).title, state.address(without))
