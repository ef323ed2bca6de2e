"""Facts as a query string and back: the state of a diagnosis is its address.

Only enumerated values and bounded numbers travel; whatever else an address holds is dropped and
named, so that an old or mistyped link still opens with what is left of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from diagnostics.engine import (
    MESSAGE,
    NONE_OF_THESE,
    Catalogue,
    Facts,
    Likeness,
    Outcome,
    TriedStep,
)

UNKNOWN, READ, SIGNAL, LIKE, TRIED = "unknown", "read", "signal", "like", "tried"
PARAMETER = "parameter"
QUANTITIES = ("limit", "requested", "retry_after", "size")
LARGEST = 10**12
MOST_TRIED = 24  # steps that an address holds at most

# Part of the address of a page, not of the facts: the question to show, the one that a form was
# sent for, and words of the catalogue to show pages about.
ASK, ASKED, ABOUT = "ask", "asked", "about"

# What link trackers add; nobody needs to be told that it is not used.
UNREMARKABLE = ("utm_", "fbclid", "gclid", "_")


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of an address, and what in it could not be used."""

    facts: Facts
    unknown_keys: tuple[str, ...] = ()
    unknown_values: tuple[str, ...] = ()


@dataclass
class _Draft:
    """Facts while they are being collected."""

    catalogue: Catalogue
    aliases: Mapping[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    signals: set[str] = field(default_factory=set)
    resembles: dict[str, Likeness] = field(default_factory=dict)
    quantities: dict[str, int] = field(default_factory=dict)
    parameter: str = ""
    tried: dict[TriedStep, Outcome] = field(default_factory=dict)

    def facts(self) -> Facts:
        """The facts; "I don't know" gives way to an answer."""
        return Facts(
            answers=self.answers,
            unknown=frozenset(self.unknown - self.answers.keys()),
            read=frozenset(self.read & self.answers.keys()),
            signals=frozenset(self.signals),
            resembles=self.resembles,
            quantities=self.quantities,
            parameter=self.parameter,
            tried=self.tried,
        )


def pairs(facts: Facts) -> list[tuple[str, str]]:
    """The facts as sorted pairs of key and value, such as `("status", "429")`."""
    return sorted(
        [
            *facts.answers.items(),
            *((UNKNOWN, question) for question in facts.unknown),
            *((READ, question) for question in facts.read),
            *((SIGNAL, signal) for signal in facts.signals),
            *((LIKE, f"{case}.{level.value}") for case, level in facts.resembles.items()),
            *((name, str(number)) for name, number in _bounded(facts.quantities)),
            *([(PARAMETER, facts.parameter)] if facts.parameter else []),
            *((TRIED, f"{s.case}.{s.number}.{mark.value}") for s, mark in facts.tried.items()),
        ]
    )


def to_query(facts: Facts, **more: str) -> str:
    """The facts as a query string; the same facts always give the same one."""
    return urlencode([*pairs(facts), *more.items()])


def from_query(query: QueryDict, catalogue: Catalogue, aliases: Mapping[str, str]) -> Reading:
    """Read the facts of an address. Never raises."""
    draft = _Draft(catalogue, aliases)
    keys, values = [], []
    for key, given in query.lists():
        if key in {ASK, ASKED, ABOUT} or key.startswith(UNREMARKABLE):
            continue
        take = _taker(draft, key)
        if take is None:
            keys.append(key)
        else:
            values += [f"{key}={value}" for value in given if not take(draft, key, value)]
    return Reading(draft.facts(), tuple(sorted(keys)), tuple(sorted(values)))


def merged(known: Facts, found: Facts) -> Facts:
    """What is known together with what a text says; the text does not overrule the person."""
    said = {q: v for q, v in known.answers.items() if q not in known.read}
    answers = {**known.answers, **found.answers, **said}
    return replace(
        found,
        answers=answers,
        unknown=known.unknown - answers.keys(),
        read=(known.read | found.read) - said.keys(),
        signals=known.signals | found.signals,
        resembles={**known.resembles, **found.resembles},
        quantities={**known.quantities, **found.quantities},
        parameter=found.parameter or known.parameter,
        tried={**known.tried, **found.tried},
    )


def _bounded(quantities: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for name, number in quantities.items():
        if name in QUANTITIES and 0 <= number <= LARGEST:
            yield name, number


def _taker(draft: _Draft, key: str) -> Callable[[_Draft, str, str], bool] | None:
    """The function that takes values of this key, or None for an unknown key."""
    if key in draft.catalogue.question:
        return _take_answer
    if key in QUANTITIES:
        return _take_quantity
    others = {
        UNKNOWN: _take_unknown,
        READ: _take_read,
        SIGNAL: _take_signal,
        LIKE: _take_like,
        PARAMETER: _take_parameter,
        TRIED: _take_tried,
    }
    return others.get(key)


# Each of these takes one value and says whether it exists.


def _take_answer(draft: _Draft, key: str, value: str) -> bool:
    if value == UNKNOWN:  # the buttons of a question share one name, this one among them
        draft.unknown.add(key)
        return True
    if key == MESSAGE:
        value = draft.aliases.get(value, value)
        exists = value == NONE_OF_THESE or value in draft.catalogue.position
    else:
        exists = value in draft.catalogue.answer_position.get(key, {})
    if exists:
        draft.answers[key] = value
    return exists


def _take_unknown(draft: _Draft, key: str, value: str) -> bool:
    exists = value in draft.catalogue.question
    if exists:
        draft.unknown.add(value)
    return exists


def _take_read(draft: _Draft, key: str, value: str) -> bool:
    exists = value in draft.catalogue.question
    if exists:
        draft.read.add(value)
    return exists


def _take_signal(draft: _Draft, key: str, value: str) -> bool:
    exists = value in draft.catalogue.signals
    if exists:
        draft.signals.add(value)
    return exists


def _take_like(draft: _Draft, key: str, value: str) -> bool:
    case, _, level = value.rpartition(".")
    case = draft.aliases.get(case, case)
    exists = case in draft.catalogue.position and level in set(Likeness)
    if exists:
        draft.resembles[case] = Likeness(level)
    return exists


def _take_parameter(draft: _Draft, key: str, value: str) -> bool:
    exists = value in draft.catalogue.parameters
    if exists:
        draft.parameter = value
    return exists


def _take_tried(draft: _Draft, key: str, value: str) -> bool:
    """`case.number.outcome`, where the case has that step; a later mark replaces an earlier one."""
    case, number, outcome = [*value.rsplit(".", 2), "", ""][:3]
    case = draft.aliases.get(case, case)
    if case not in draft.catalogue.position or outcome not in set(Outcome):
        return False
    steps = draft.catalogue.cases[draft.catalogue.position[case]].steps
    if number not in {str(n) for n in range(1, steps + 1)}:
        return False
    step = TriedStep(case, int(number))
    if step not in draft.tried and len(draft.tried) >= MOST_TRIED:
        return False
    draft.tried[step] = Outcome(outcome)
    return True


def _take_quantity(draft: _Draft, key: str, value: str) -> bool:
    # Without isascii(), digits of other scripts would pass, and longer numbers cost time.
    exists = value.isascii() and value.isdecimal() and len(value) <= 13 and int(value) <= LARGEST
    if exists:
        draft.quantities[key] = int(value)
    return exists
