"""How the questions lead to the causes: a tree of states, computed from the engine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import get_language

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.current import current
from diagnostics.engine import MESSAGE, NONE_OF_THESE, Diagnosis, Facts, Verdict, diagnose
from diagnostics.engine.evidence import posterior
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page
from diagnostics.web.state import State

DEPTH = 3  # questions one after the other
BRANCHES = 6  # most probable answers that are followed
LONGEST = 70  # characters of a typical message
NEAREST = 2  # causes that are named where the map ends without being sure


@dataclass(frozen=True, slots=True)
class Branch:
    """An answer, the state that it leads to, and what follows there.

    question: what is asked then, and `branches` its answers; without branches the map ends here.
    causes: what it most probably is, where the map ends. others: answers that are not followed.
    """

    label: str
    address: str
    question: str
    causes: list[Any]
    sure: bool
    branches: list["Branch"]
    others: int

    @property
    def query(self) -> str:
        """The facts of the state, as the query of an address."""
        return self.address.partition("?")[2]

    @property
    def dead_end(self) -> bool:
        """Whether it ends here without being sure and without anything left to ask."""
        return not (self.question or self.sure)


_trees: WeakKeyDictionary[CompiledRelease, dict[str, Branch]] = WeakKeyDictionary()
_lock = threading.Lock()


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The map of the questions."""
    return page(request, "web/map.html", {"root": tree(current(), get_language())})


def tree(release: CompiledRelease, language: str) -> Branch:
    """The map of a release in the language of the request; made once, then kept."""
    with _lock:
        known = _trees.setdefault(release, {})
        if language not in known:
            known[language] = _branch(State(release, Facts()), "", DEPTH)
        return known[language]


def _branch(state: State, label: str, depth: int) -> Branch:
    diagnosis = diagnose(state.release.engine, state.facts)
    question = diagnosis.question
    answers = list(_answers(state, diagnosis)) if question and depth else []
    branches = [
        _branch(State(state.release, facts), _label(state, question.slug, value), depth - 1)
        for value, facts in answers[:BRANCHES]
        if question
    ]
    return Branch(
        label=label,
        address=state.address(),
        question=state.pages.questions[question.slug].title if question else "",
        causes=[] if branches else [state.case(c.case) for c in _nearest(diagnosis)],
        sure=diagnosis.verdict is Verdict.RECOGNISED,
        branches=branches,
        others=max(0, len(answers) - BRANCHES),
    )


def _answers(state: State, diagnosis: Diagnosis) -> Iterator[tuple[str, Facts]]:
    """The answers to the next question and where they lead, the most probable first."""
    question = diagnosis.question
    if question is None:
        return
    catalogue = state.release.engine
    belief = posterior(catalogue, state.facts)
    if question.slug == MESSAGE:
        cases = [value for value in question.options if value != NONE_OF_THESE]
        chance = {value: float(belief[catalogue.position[value]]) for value in cases}
    else:
        shares = belief @ catalogue.answer_tables[question.slug]
        chance = {value: float(shares[i]) for i, value in enumerate(question.options)}
    for value in sorted(chance, key=lambda v: -chance[v]):
        yield value, state.facts.with_answer(question.slug, value)


def _label(state: State, question: str, value: str) -> str:
    """What an answer is called; a typical message says more than the cause that follows it."""
    if question == MESSAGE:
        return format_html("<samp>{}</samp>", Truncator(state.case(value).message).chars(LONGEST))
    return state.label(question, value)


def _nearest(diagnosis: Diagnosis) -> Iterator[Any]:
    least = 0.0 if diagnosis.verdict is Verdict.UNCLEAR else 0.1
    first, *others = diagnosis.candidates
    yield first
    if diagnosis.verdict is not Verdict.RECOGNISED:
        yield from [c for c in others if c.probability >= least][: NEAREST - 1]
