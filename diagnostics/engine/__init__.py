"""The reasoning: plain values in, plain values out, no clock, no database, no settings."""

from diagnostics.engine.catalogue import (
    MESSAGE,
    PROVIDER,
    STATUS,
    Case,
    Catalogue,
    Option,
    Question,
    Signal,
)
from diagnostics.engine.diagnosis import Candidate, Diagnosis, Verdict, diagnose, ranked
from diagnostics.engine.evidence import NONE_OF_THESE, Piece
from diagnostics.engine.facts import Facts, Likeness, Outcome, TriedStep
from diagnostics.engine.grades import Grade
from diagnostics.engine.questions import NextQuestion

__all__ = [
    "MESSAGE",
    "NONE_OF_THESE",
    "PROVIDER",
    "STATUS",
    "Candidate",
    "Case",
    "Catalogue",
    "Diagnosis",
    "Facts",
    "Grade",
    "Likeness",
    "NextQuestion",
    "Option",
    "Outcome",
    "Piece",
    "Question",
    "Signal",
    "TriedStep",
    "Verdict",
    "diagnose",
    "ranked",
]
