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
    Rules,
    Span,
    innermost,
    look,
    opened,
    read,
    resembles,
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
    "Rules",
    "Span",
    "Unit",
    "any_of",
    "any_word_of",
    "error",
    "innermost",
    "look",
    "opened",
    "read",
    "redact",
    "resembles",
    "words",
]
