"""The engine's one function: facts in, ranked causes with reasons and the next question out."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from diagnostics.engine.catalogue import MESSAGE, PROVIDER, Catalogue, Vector
from diagnostics.engine.evidence import LIKENESS_WEIGHT, Piece, answer_weight, pieces, posterior
from diagnostics.engine.facts import Facts
from diagnostics.engine.grades import SIGNAL_WEIGHT, Grade
from diagnostics.engine.ordering import largest
from diagnostics.engine.questions import NextQuestion, next_question

CANDIDATES = 5  # how many causes a diagnosis names
SURE = 0.9  # probability from which we would act without asking
PROBABLE = 0.4  # probability from which the first cause is worth naming
DECISIVE = SIGNAL_WEIGHT[Grade.PROVES] * 0.7  # least evidence (log ratio) for being sure
SUPPORT = 1.5  # least evidence (log ratio) for naming a cause at all


class Verdict(StrEnum):
    """How sure the diagnosis is of its first candidate."""

    RECOGNISED = "recognised"
    LIKELY = "likely"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible cause. `open` are questions whose answers would speak for or against it."""

    case: str
    probability: float
    reasons_for: tuple[Piece, ...]
    reasons_against: tuple[Piece, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The result: candidates, most probable first; at most `CANDIDATES` of them."""

    verdict: Verdict
    candidates: tuple[Candidate, ...]
    question: NextQuestion | None
    remaining: int


def diagnose(catalogue: Catalogue, facts: Facts) -> Diagnosis:
    """Rank the causes for these facts. Pure: the same input gives the same result."""
    belief = posterior(catalogue, facts)
    candidates = tuple(_candidate(catalogue, facts, belief, i) for i in _first(belief))
    verdict = _verdict(candidates[0], facts)
    question = None
    if verdict is not Verdict.RECOGNISED:
        question = next_question(catalogue, facts, belief)
    return Diagnosis(verdict, candidates, question, remaining_causes(belief))


def ranked(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The cases that `diagnose` would name, in its order: without reasons, verdict and question."""
    return tuple(catalogue.cases[i].slug for i in _first(posterior(catalogue, facts)))


def _first(belief: Vector) -> list[int]:
    """Positions of the most probable cases, most probable first; ties by catalogue order."""
    return [int(i) for i in largest(belief, CANDIDATES)]


def remaining_causes(belief: Vector) -> int:
    """How many causes are still in play: the smallest number that holds 95 % of the belief."""
    return int(np.searchsorted(np.cumsum(np.sort(belief)[::-1]), 0.95)) + 1


def remaining_after(catalogue: Catalogue, facts: Facts, question: str) -> dict[str, int]:
    """How many causes each answer to a question would leave in play."""
    others = facts.without(question)
    belief = posterior(catalogue, others)
    left = {}
    for value in catalogue.answer_position.get(question, {}):
        known = others.with_answer(question, value)
        if question == PROVIDER:  # it also decides how much tell-tales and the status are worth
            after = posterior(catalogue, known)
        else:
            after = belief * np.exp(answer_weight(catalogue, known, question, value))
            after /= after.sum()
        left[value] = remaining_causes(after)
    return left


def _candidate(catalogue: Catalogue, facts: Facts, belief: Vector, position: int) -> Candidate:
    case = catalogue.cases[position].slug
    found = pieces(catalogue, facts, case)
    return Candidate(
        case=case,
        probability=float(belief[position]),
        reasons_for=tuple(piece for piece in found if piece.weight > 0),
        reasons_against=tuple(piece for piece in found if piece.weight < 0),
        open=_open_questions(catalogue, facts, case),
    )


def _open_questions(catalogue: Catalogue, facts: Facts, case: str) -> tuple[str, ...]:
    settled = facts.settled
    return tuple(slug for slug in catalogue.telling_questions[case] if slug not in settled)


def _agrees(first: Candidate, facts: Facts) -> bool:
    """Whether the words as a whole point where the tell-tales point, or at least nowhere else."""
    weights = {case: LIKENESS_WEIGHT[level] for case, level in facts.resembles.items()}
    return weights.get(first.case, 0.0) >= max(weights.values(), default=0.0)


def _verdict(first: Candidate, facts: Facts) -> Verdict:
    chosen = facts.answers.get(MESSAGE) == first.case
    words = (p.weight for p in first.reasons_for if p.kind in {"signal", "likeness"})
    failed = sum(p.weight for p in first.reasons_against if p.kind == "step")
    support = sum(piece.weight for piece in first.reasons_for) + failed
    proven = max(words, default=0.0) + failed >= DECISIVE and _agrees(first, facts)
    solved = facts.solved is not None and facts.solved.case == first.case
    if solved or (first.probability >= SURE and (proven or (chosen and not failed))):
        return Verdict.RECOGNISED
    if first.probability >= PROBABLE and support >= SUPPORT:
        return Verdict.LIKELY
    return Verdict.UNCLEAR
