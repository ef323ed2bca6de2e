"""The five words in which editors grade evidence, and what each is worth."""

from enum import StrEnum
from math import log


class Grade(StrEnum):
    """How strongly a piece of evidence speaks for or against a case."""

    PROVES = "proves"
    LIKELY = "likely"
    NEUTRAL = "neutral"
    UNLIKELY = "unlikely"
    RULES_OUT = "rules-out"


# Log-likelihood ratios. A text that was matched is worth more than an answer: people click wrong,
# and a status passes through relays that rewrite it, but a provider's own words are its own.
SIGNAL_WEIGHT = {
    Grade.PROVES: log(400),
    Grade.LIKELY: log(30),
    Grade.NEUTRAL: 0.0,
    Grade.UNLIKELY: -log(6),
    Grade.RULES_OUT: -log(60),
}
ANSWER_RATIO = {
    Grade.PROVES: 60.0,
    Grade.LIKELY: 5.0,
    Grade.NEUTRAL: 1.0,
    Grade.UNLIKELY: 1 / 4,
    Grade.RULES_OUT: 1 / 30,
}
