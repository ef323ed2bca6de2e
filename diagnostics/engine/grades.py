"""The five words in which editors grade evidence, and what each is worth."""

from enum import StrEnum


class Grade(StrEnum):
    """How strongly a piece of evidence speaks for or against a case."""

    PROVES = "proves"
    LIKELY = "likely"
    NEUTRAL = "neutral"
    UNLIKELY = "unlikely"
    RULES_OUT = "rules-out"
