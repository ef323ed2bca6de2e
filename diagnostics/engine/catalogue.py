"""What the engine reasons over: cases, questions, signals and the evidence between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diagnostics.engine.grades import ANSWER_RATIO, Grade

Vector = NDArray[np.float64]

STATUS, PROVIDER, MESSAGE = "status", "provider", "message"

# The share of answers that are mistaken or beside the point: no answer is ever quite certain.
NOISE = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """A cause. `prior` is how often it occurs, relative to the others; `steps` is their number."""

    slug: str
    prior: float
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """An answer. `weight` is how often it is given, relative to the others."""

    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `effort` is what answering costs a person, in units of the easiest one."""

    slug: str
    effort: float
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A tell-tale that a text may hold, with what it says of cases.

    With `providers`, it counts in full only when one of them answered the request.
    """

    slug: str
    grades: Mapping[str, Grade]
    providers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Catalogue:
    """Everything the engine knows.

    evidence: question -> case -> value -> grade.
    meanings: (provider, status) -> what the status says at that provider.
    parameters: names of settings that a text may name.
    """

    cases: tuple[Case, ...]
    questions: tuple[Question, ...] = ()
    signals: Mapping[str, Signal] = field(default_factory=dict)
    evidence: Mapping[str, Mapping[str, Mapping[str, Grade]]] = field(default_factory=dict)
    meanings: Mapping[tuple[str, str], Signal] = field(default_factory=dict)
    parameters: frozenset[str] = frozenset()

    @cached_property
    def position(self) -> dict[str, int]:
        """Index of each case in the vectors of the engine."""
        return {case.slug: i for i, case in enumerate(self.cases)}

    @cached_property
    def question(self) -> dict[str, Question]:
        """Questions by slug."""
        return {question.slug: question for question in self.questions}

    @cached_property
    def log_prior(self) -> Vector:
        """Log of the prior of each case, up to a constant."""
        return np.asarray(np.log([case.prior for case in self.cases]))

    def grade(self, question: str, case: str, value: str) -> Grade:
        """What this answer says of this case."""
        return self.evidence.get(question, {}).get(case, {}).get(value, Grade.NEUTRAL)

    @cached_property
    def telling_questions(self) -> dict[str, tuple[str, ...]]:
        """For each case: the questions of which some answer speaks for or against it."""

        def tells(question: str, case: str) -> bool:
            grades = self.evidence.get(question, {}).get(case, {})
            return any(grade is not Grade.NEUTRAL for grade in grades.values())

        return {
            case: tuple(q.slug for q in self.questions if tells(q.slug, case))
            for case in self.position
        }

    @cached_property
    def answer_tables(self) -> dict[str, Vector]:
        """For each question with options: P(answer | case), one row a case, one column an option.

        Each row sums to 1. A grade multiplies the usual frequency of the answer, then the row is
        normalised and mixed with the usual frequencies by `NOISE`.
        """
        return {q.slug: self._answer_table(q) for q in self.questions if q.options}

    @cached_property
    def usual_answers(self) -> dict[str, Vector]:
        """For each question with options: how often each option is the answer, over all cases."""
        return {
            q.slug: _normalised(np.array([o.weight for o in q.options], float))
            for q in self.questions
            if q.options
        }

    @cached_property
    def answer_position(self) -> dict[str, dict[str, int]]:
        """For each question: the column of each option in its table."""
        return {q.slug: {o.value: i for i, o in enumerate(q.options)} for q in self.questions}

    def _answer_table(self, question: Question) -> Vector:
        usual = self.usual_answers[question.slug]
        table = np.tile(usual, (len(self.cases), 1))
        column = self.answer_position[question.slug]
        for case, grades in self.evidence.get(question.slug, {}).items():
            for value, grade in grades.items():
                if case in self.position and value in column:
                    table[self.position[case], column[value]] *= ANSWER_RATIO[grade]
        table /= table.sum(axis=1, keepdims=True)
        return np.asarray((1 - NOISE) * table + NOISE * usual)


def _normalised(weights: Vector) -> Vector:
    return np.asarray(weights / weights.sum())
