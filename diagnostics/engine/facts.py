"""What is known of one failed request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple


class Likeness(StrEnum):
    """How much a text resembles the catalogue's own texts for a case."""

    FAINT = "faint"
    FAIR = "fair"
    STRONG = "strong"
    CLOSE = "close"


class Outcome(StrEnum):
    """How it went when a person tried a step."""

    SOLVED = "solved"
    NO_HELP = "no-help"
    COULD_NOT = "could-not"


class TriedStep(NamedTuple):
    """A step of a case; steps count from 1."""

    case: str
    number: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Enumerated facts only: nothing in here repeats what a person wrote.

    answers: value by question slug, whether read from a text or given by a person.
    unknown: questions to which the person answered "I don't know".
    read: the part of `answers` that was read from the text.
    signals: slugs of the catalogue's patterns and codes that were found in the text.
    resembles: cases whose own texts are like the text.
    quantities: numbers read from the text, such as `limit` and `requested` (tokens),
        `retry_after` (seconds) and `size` (bytes).
    parameter: the setting that the text names, one of the catalogue's list; or nothing.
    tried: how it went with the steps that the person tried.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    signals: frozenset[str] = frozenset()
    resembles: Mapping[str, Likeness] = field(default_factory=dict)
    quantities: Mapping[str, int] = field(default_factory=dict)
    parameter: str = ""
    tried: Mapping[TriedStep, Outcome] = field(default_factory=dict)

    @property
    def solved(self) -> TriedStep | None:
        """The step that solved it, if one did."""
        solving = (step for step, outcome in self.tried.items() if outcome is Outcome.SOLVED)
        return min(solving, default=None)

    @property
    def settled(self) -> frozenset[str]:
        """Questions that need not be asked: answered, read, or answered with "I don't know"."""
        return self.unknown | self.answers.keys()

    @property
    def asked(self) -> frozenset[str]:
        """Questions that a person has answered or declined."""
        return self.settled - self.read

    @property
    def has_text(self) -> bool:
        """Whether a text was read in which something was found."""
        return bool(self.signals or self.resembles)

    def with_answer(self, question: str, value: str) -> "Facts":
        """The same facts with one answer added or changed by the person."""
        return replace(
            self,
            answers={**self.answers, question: value},
            unknown=self.unknown - {question},
            read=self.read - {question},
        )

    def without(self, question: str) -> "Facts":
        """The same facts as if this question had never been answered."""
        return replace(
            self,
            answers={q: v for q, v in self.answers.items() if q != question},
            unknown=self.unknown - {question},
            read=self.read - {question},
        )

    def with_unknown(self, question: str) -> "Facts":
        """The same facts with "I don't know" as the answer to this question."""
        return replace(self.without(question), unknown=self.unknown | {question})

    def with_tried(self, step: TriedStep, outcome: Outcome | None) -> "Facts":
        """The same facts with how it went with one step; None takes the mark away."""
        others = {other: mark for other, mark in self.tried.items() if other != step}
        return replace(self, tried=others if outcome is None else {**others, step: outcome})
