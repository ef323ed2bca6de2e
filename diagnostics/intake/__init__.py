"""Reading what people paste: plain Python, given the catalogue's patterns as data."""

from diagnostics.intake.likeness import Likeness
from diagnostics.intake.patterns import Found, Matcher, Pattern, PatternError, Place, Unit
from diagnostics.intake.reader import (
    MAX_CHARACTERS,
    Opened,
    ProviderFinder,
    ProviderMarks,
    Reader,
    Report,
    Span,
    innermost,
    opened,
    read,
    words,
)
from diagnostics.intake.redact import Redacted, redact
from diagnostics.intake.regex import any_of, any_word_of, error

__all__ = [
    "MAX_CHARACTERS",
    "Found",
    "Likeness",
    "Matcher",
    "Opened",
    "Pattern",
    "PatternError",
    "Place",
    "ProviderFinder",
    "ProviderMarks",
    "Reader",
    "Redacted",
    "Report",
    "Span",
    "Unit",
    "any_of",
    "any_word_of",
    "error",
    "innermost",
    "opened",
    "read",
    "redact",
    "words",
]
