"""Whether whoever has a case gets to it by answering what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from diagnostics.engine import MESSAGE, NONE_OF_THESE, Catalogue, Facts, NextQuestion
from diagnostics.engine.catalogue import Vector
from diagnostics.engine.evidence import posterior
from diagnostics.engine.questions import next_question

REACHED = 0.5  # probability from which a walk has got to a case
NEIGHBOURS = 3  # cases that are named as being in the way of another


@dataclass(frozen=True, slots=True)
class Unreached:
    """A case that no walk gets to, and the cases that stay in its way, most probable first."""

    case: str
    neighbours: tuple[str, ...]


def unreached(catalogue: Catalogue) -> Iterator[Unreached]:
    """The cases that the questions cannot tell from others.

    Each question is answered with what makes the case most probable then: whoever answers otherwise
    does not get nearer. Walks begin alike, so what is asked in a state is found out only once.
    """
    seen: dict[frozenset[tuple[str, str]], tuple[Vector, NextQuestion | None]] = {}
    for case, position in catalogue.position.items():
        facts = Facts()
        while True:
            key = frozenset(facts.answers.items())
            if key not in seen:
                belief = posterior(catalogue, facts)
                seen[key] = belief, next_question(catalogue, facts, belief)
            belief, question = seen[key]
            if belief[position] > REACHED:
                break
            if question is None:
                yield Unreached(case, _in_the_way(catalogue, belief, position))
                break
            answer = _best_answer(catalogue, belief, question, case)
            facts = facts.with_answer(question.slug, answer)


def _best_answer(catalogue: Catalogue, belief: Vector, question: NextQuestion, case: str) -> str:
    """The answer after which the case is most probable."""
    if question.slug == MESSAGE:
        return case if case in question.options else NONE_OF_THESE
    table = catalogue.answer_tables[question.slug]
    shares = table[catalogue.position[case]] / (belief @ table)
    return question.options[int(np.argmax(shares))]


def _in_the_way(catalogue: Catalogue, belief: Vector, position: int) -> tuple[str, ...]:
    nearest = (int(i) for i in np.argsort(-belief, kind="stable")[: NEIGHBOURS + 1])
    return tuple(catalogue.cases[i].slug for i in nearest if i != position)[:NEIGHBOURS]
