"""The steps of a cause as a checklist: how it went with each, and the addresses that tell it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diagnostics.engine import Outcome, TriedStep
from diagnostics.web.state import State

SAID = {
    Outcome.SOLVED: _("solved it"),
    Outcome.NO_HELP: _("did not help"),
    Outcome.COULD_NOT: _("could not try"),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with its mark. The addresses lead to the same diagnosis with another mark."""

    anchor: str
    number: int
    step: Any
    outcome: str
    said: str
    solved: str
    no_help: str
    could_not: str
    undo: str


@dataclass(frozen=True, slots=True)
class TriedView:
    """A step of some cause that was tried; `undo` takes the mark back."""

    case: Any
    number: int
    step: Any
    outcome: str
    said: str
    undo: str


def checklist(state: State, slug: str) -> list[StepView]:
    """The steps of a cause in order."""
    steps = state.case(slug).steps
    return [_step(state, TriedStep(slug, n), step) for n, step in enumerate(steps, 1)]


def tried(state: State) -> list[TriedView]:
    """Every step that was tried, by cause."""
    return [
        TriedView(
            case=(case := state.case(step.case)),
            number=step.number,
            step=case.steps[step.number - 1],
            outcome=outcome.value,
            said=str(SAID[outcome]),
            undo=state.address(state.facts.with_tried(step, None)),
        )
        for step, outcome in sorted(state.facts.tried.items())
    ]


def _step(state: State, step: TriedStep, text: Any) -> StepView:
    facts = state.facts
    outcome = facts.tried.get(step)
    here, following = (f"#{step.case}-{n}" for n in (step.number, step.number + 1))
    return StepView(
        anchor=here[1:],
        number=step.number,
        step=text,
        outcome=outcome.value if outcome else "",
        said=str(SAID[outcome]) if outcome else "",
        solved=state.address(facts.with_tried(step, Outcome.SOLVED)),
        # The next step is where a person wants to be then; without one, the top of the page.
        no_help=state.address(facts.with_tried(step, Outcome.NO_HELP)) + following,
        could_not=state.address(facts.with_tried(step, Outcome.COULD_NOT)) + following,
        undo=state.address(facts.with_tried(step, None)) + here,
    )
