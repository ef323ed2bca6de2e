"""Reading what people paste: plain Python, given the catalogue's patterns as data."""

from diagnostics.intake.likeness import Likeness
from diagnostics.intake.patterns import Matcher, Pattern, PatternError
from diagnostics.intake.reader import (
    MAX_CHARACTERS,
    ProviderFinder,
    ProviderMarks,
    Reader,
    Report,
    Span,
    innermost,
    read,
    words,
)
from diagnostics.intake.redact import Redacted, redact
from diagnostics.intake.regex import any_of, any_word_of

__all__ = [
    "MAX_CHARACTERS",
    "Likeness",
    "Matcher",
    "Pattern",
    "PatternError",
    "ProviderFinder",
    "ProviderMarks",
    "Reader",
    "Redacted",
    "Report",
    "Span",
    "any_of",
    "any_word_of",
    "innermost",
    "read",
    "redact",
    "words",
]
