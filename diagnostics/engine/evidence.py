"""From facts to probabilities: the posterior over cases, and the pieces that it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np

from diagnostics.engine.catalogue import MESSAGE, PROVIDER, STATUS, Catalogue, Signal, Vector
from diagnostics.engine.facts import Facts, Likeness, Outcome
from diagnostics.engine.grades import SIGNAL_WEIGHT, Grade

# Providers that pass on what others said, or that we cannot tell apart: their name neither
# confirms nor refutes a tell-tale that is bound to a provider.
PASSING_ON = frozenset({"relay", "other", "openrouter", "copilot"})

# Relays rewrite statuses (new-api: `status_code_mapping`), so behind one a status says less.
STATUS_BEHIND_RELAY = 0.4

# A tell-tale of a provider says less when we do not know who answered.
UNKNOWN_PROVIDER = 0.75

# The second and third piece for the same case mostly say the same thing again.
REPEATED = (1.0, 0.35, 0.15)

# What the person recognised among typical messages is worth this much (log-likelihood ratio): nine
# in ten choose right, and the tenth chooses any of the others.
CHOSEN_MESSAGE = 6.0
NONE_OF_THESE = "none-of-these"

LIKENESS_WEIGHT = {
    Likeness.FAINT: 1.5,
    Likeness.FAIR: 2.8,
    Likeness.STRONG: 4.0,
    Likeness.CLOSE: 5.5,
}

# A step that did not help speaks against its case, and each further one as much again: they are
# different remedies. It may have been done wrongly, so one alone does not overturn a proof.
STEP_WEIGHT = {Outcome.SOLVED: log(400), Outcome.NO_HELP: -log(5), Outcome.COULD_NOT: 0.0}

Kind = Literal["signal", "meaning", "answer", "likeness", "step"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence about one case; `weight` is a log-likelihood ratio.

    `name` is a signal's slug, a question's slug, the case that a text resembles, or the case whose
    step was tried; `value` is the answer, or how it went with the step and its number. A "meaning"
    is a status that means something special at a provider.
    """

    kind: Kind
    name: str
    value: str
    weight: float


def posterior(catalogue: Catalogue, facts: Facts) -> Vector:
    """Probability of each case, in catalogue order; sums to 1."""
    score = (
        catalogue.log_prior
        + signal_weights(catalogue, facts)
        + answer_weights(catalogue, facts)
        + likeness_weights(catalogue, facts)
        + step_weights(catalogue, facts)
    )
    odds = np.exp(score - score.max())
    return np.asarray(odds / odds.sum())


def signal_weights(catalogue: Catalogue, facts: Facts) -> Vector:
    """What the signals say of each case; pieces that say the same are not counted twice."""
    pieces: dict[int, list[float]] = {}
    for signal in _signals(catalogue, facts):
        share = _provider_share(signal, facts.answers.get(PROVIDER))
        for case, grade in signal.grades.items():
            if case in catalogue.position:
                weight = SIGNAL_WEIGHT[grade] * share
                pieces.setdefault(catalogue.position[case], []).append(weight)
    total = np.zeros(len(catalogue.cases))
    for position, weights in pieces.items():
        total[position] = _discounted([w for w in weights if w > 0]) - _discounted(
            [-w for w in weights if w < 0]
        )
    return total


def answer_weights(catalogue: Catalogue, facts: Facts) -> Vector:
    """What the answers say of each case."""
    total = np.zeros(len(catalogue.cases))
    for question, value in sorted(facts.answers.items()):
        total += answer_weight(catalogue, facts, question, value)
    return total


def answer_weight(catalogue: Catalogue, facts: Facts, question: str, value: str) -> Vector:
    """What one answer says of each case."""
    if question == MESSAGE:
        return _message_weight(catalogue, value)
    column = catalogue.answer_position.get(question, {}).get(value)
    if column is None:
        return np.zeros(len(catalogue.cases))
    table, usual = catalogue.answer_tables[question], catalogue.usual_answers[question]
    ratio = table[:, column] / usual[column]
    return np.asarray(np.log(ratio) * reliability(facts, question))


def reliability(facts: Facts, question: str) -> float:
    """How far an answer to this question is to be believed, from 0 to 1."""
    behind_relay = question == STATUS and facts.answers.get(PROVIDER) == "relay"
    return STATUS_BEHIND_RELAY if behind_relay else 1.0


def likeness_weights(catalogue: Catalogue, facts: Facts) -> Vector:
    """What the likeness of the text to the catalogue's own texts says of each case."""
    total = np.zeros(len(catalogue.cases))
    for case, likeness in facts.resembles.items():
        if case in catalogue.position:
            total[catalogue.position[case]] = LIKENESS_WEIGHT[likeness]
    return total


def step_weights(catalogue: Catalogue, facts: Facts) -> Vector:
    """What the steps that were tried say of each case."""
    total = np.zeros(len(catalogue.cases))
    for step, outcome in sorted(facts.tried.items()):
        if step.case in catalogue.position:
            total[catalogue.position[step.case]] += STEP_WEIGHT[outcome]
    return total


def pieces(catalogue: Catalogue, facts: Facts, case: str) -> tuple[Piece, ...]:
    """Every piece that speaks for or against this case, strongest first."""
    found = [*_signal_pieces(catalogue, facts, case), *_answer_pieces(catalogue, facts, case)]
    if case in facts.resembles:
        found.append(Piece("likeness", case, "", LIKENESS_WEIGHT[facts.resembles[case]]))
    found += _step_pieces(facts, case)
    return tuple(sorted(found, key=lambda piece: (-abs(piece.weight), piece.name)))


def _signals(catalogue: Catalogue, facts: Facts) -> Iterator[Signal]:
    for slug in sorted(facts.signals):
        if slug in catalogue.signals:
            yield catalogue.signals[slug]
    meaning = _meaning(catalogue, facts)
    if meaning:
        yield meaning


def _meaning(catalogue: Catalogue, facts: Facts) -> Signal | None:
    place = facts.answers.get(PROVIDER, ""), facts.answers.get(STATUS, "")
    return catalogue.meanings.get(place)


def strength(signal: Signal, provider: str | None) -> float:
    """The most that a signal says of any case (absolute log ratio), given who answered."""
    most = max((abs(SIGNAL_WEIGHT[grade]) for grade in signal.grades.values()), default=0.0)
    return most * _provider_share(signal, provider)


def _provider_share(signal: Signal, provider: str | None) -> float:
    if not signal.providers or provider in signal.providers:
        return 1.0
    return UNKNOWN_PROVIDER if provider is None or provider in PASSING_ON else 0.0


def _discounted(weights: list[float]) -> float:
    return sum(w * share for w, share in zip(sorted(weights, reverse=True), REPEATED, strict=False))


def _message_weight(catalogue: Catalogue, value: str) -> Vector:
    weight = np.zeros(len(catalogue.cases))
    if value in catalogue.position:
        weight[catalogue.position[value]] = CHOSEN_MESSAGE
    return weight


def _signal_pieces(catalogue: Catalogue, facts: Facts, case: str) -> Iterator[Piece]:
    for signal in _signals(catalogue, facts):
        grade = signal.grades.get(case, Grade.NEUTRAL)
        weight = SIGNAL_WEIGHT[grade] * _provider_share(signal, facts.answers.get(PROVIDER))
        if weight:
            kind: Kind = "meaning" if signal is _meaning(catalogue, facts) else "signal"
            yield Piece(kind, signal.slug, "", weight)


def _answer_pieces(catalogue: Catalogue, facts: Facts, case: str) -> Iterator[Piece]:
    for question, value in sorted(facts.answers.items()):
        stated = catalogue.grade(question, case, value) is not Grade.NEUTRAL
        if stated or (question == MESSAGE and value == case):
            weight = answer_weight(catalogue, facts, question, value)[catalogue.position[case]]
            yield Piece("answer", question, value, float(weight))


def _step_pieces(facts: Facts, case: str) -> Iterator[Piece]:
    for step, outcome in sorted(facts.tried.items()):
        if step.case == case and STEP_WEIGHT[outcome]:
            yield Piece("step", case, f"{outcome.value}.{step.number}", STEP_WEIGHT[outcome])
