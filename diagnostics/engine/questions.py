"""Which question to ask next: the largest expected information gain per effort.

The gain is the expected fall of the entropy of the posterior (Lindley 1956, "On a Measure of the
Information Provided by an Experiment"), in bits; dividing by the cost of the observation follows
Breese and Heckerman 1996, "Decision-Theoretic Troubleshooting".
"""

from dataclasses import dataclass

import numpy as np

from diagnostics.engine.catalogue import MESSAGE, PROVIDER, STATUS, Catalogue, Question, Vector
from diagnostics.engine.evidence import NONE_OF_THESE, STATUS_BEHIND_RELAY
from diagnostics.engine.facts import Facts

LIMIT = 5  # questions that a person is asked at most
LEAST_GAIN = 0.15  # bits; a smaller gain is not worth a person's time
MESSAGES_LEFT_OUT = 0.01  # probability of all causes whose messages are not shown
MESSAGES_AT_ONCE = 10  # typical messages that a person takes in at once; the others are folded
MESSAGES_COVER = 0.5  # probability that the right one must be among these


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question worth asking; `gain` is the expected information gain in bits."""

    slug: str
    options: tuple[str, ...]
    gain: float


def next_question(catalogue: Catalogue, facts: Facts, belief: Vector) -> NextQuestion | None:
    """The question to ask now, or None when no answer would help; ties by catalogue order."""
    left = LIMIT - len(facts.asked)
    if left <= 0:
        return None
    message = _message_question(catalogue, facts, belief)
    if message and (left == 1 or _among_the_first(belief) >= MESSAGES_COVER):
        return message
    worthwhile = [
        NextQuestion(q.slug, tuple(o.value for o in q.options), gain)
        for q in catalogue.questions
        if q.options and q.slug not in facts.settled
        if (gain := expected_gain(catalogue, facts, q, belief)) >= LEAST_GAIN
    ]
    effort = {q.slug: q.effort for q in catalogue.questions}
    return max(worthwhile, key=lambda q: q.gain / effort[q.slug], default=message)


def expected_gain(catalogue: Catalogue, facts: Facts, question: Question, belief: Vector) -> float:
    """Expected information gain of asking this question, in bits; never negative.

    belief: probability of each case. Returns 0 where no answer could change it.
    """
    table = catalogue.answer_tables[question.slug]
    if question.slug == STATUS and facts.answers.get(PROVIDER) == "relay":
        table = (
            STATUS_BEHIND_RELAY * table
            + (1 - STATUS_BEHIND_RELAY) * catalogue.usual_answers[STATUS]
        )
    joint = belief[:, None] * table
    answers = joint.sum(axis=0)
    gain = entropy(belief) + entropy(answers) - entropy(joint)
    return max(0.0, float(gain))


def entropy(probabilities: Vector) -> float:
    """Shannon entropy in bits; zeros count as nothing."""
    positive = probabilities[probabilities > 0]
    return float(-(positive * np.log2(positive)).sum())


def _message_question(catalogue: Catalogue, facts: Facts, belief: Vector) -> NextQuestion | None:
    """ "Which of these looks like yours?" - useless to someone who has pasted the message."""
    if MESSAGE not in catalogue.question or MESSAGE in facts.settled or facts.has_text:
        return None
    return NextQuestion(MESSAGE, messages(catalogue, belief), entropy(belief))


def messages(catalogue: Catalogue, belief: Vector) -> tuple[str, ...]:
    """The cases of which one can be recognised by its message, most probable first.

    belief: probability of each case. Only causes that are hardly possible any more are left out.
    """
    order = np.argsort(-belief, kind="stable")
    shown = int(np.searchsorted(np.cumsum(belief[order]), 1 - MESSAGES_LEFT_OUT)) + 1
    return (*(catalogue.cases[int(i)].slug for i in order[:shown]), NONE_OF_THESE)


def _among_the_first(belief: Vector) -> float:
    """Probability that the right message is among those that are taken in at once."""
    return float(np.sort(belief)[::-1][:MESSAGES_AT_ONCE].sum())
