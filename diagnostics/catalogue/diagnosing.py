"""A diagnosis as the command line and the API give and take it: one JSON object in, one out."""

from dataclasses import replace
from typing import Any

from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.engine import Candidate, Diagnosis, Facts, Piece, diagnose
from diagnostics.intake import read


class RequestError(ValueError):
    """A request that cannot be answered; the message says what is wrong with it."""


def facts_of(release: CompiledRelease, request: dict[str, Any]) -> Facts:
    """The facts of a request: what its text says, with the given answers taking precedence.

    Questions and values that do not exist are left out. Raises `RequestError` on a wrong type.
    """
    text, answers, unknown = (
        request.get("text") or "",
        request.get("answers") or {},
        request.get("unknown") or [],
    )
    if not isinstance(text, str):
        raise RequestError("“text” must be a string.")
    if not isinstance(answers, dict) or not all(isinstance(v, str) for v in answers.values()):
        raise RequestError("“answers” must be an object of strings.")
    if not isinstance(unknown, list) or not all(isinstance(v, str) for v in unknown):
        raise RequestError("“unknown” must be a list of strings.")
    facts = read(text, release.reader).facts if text else Facts()
    known = release.engine.question
    for question, value in answers.items():
        if question in known:
            facts = facts.with_answer(question, value)
    declined = {question for question in unknown if question in known} - answers.keys()
    return replace(facts, unknown=facts.unknown | (declined - facts.answers.keys()))


def answer(release: CompiledRelease, request: dict[str, Any]) -> dict[str, Any]:
    """Diagnose one request. Raises `RequestError`."""
    facts = facts_of(release, request)
    return as_answer(facts, diagnose(release.engine, facts))


def as_answer(facts: Facts, diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as plain data."""
    question = diagnosis.question
    return {
        "verdict": diagnosis.verdict.value,
        "candidates": [_candidate(candidate) for candidate in diagnosis.candidates],
        "facts": dict(sorted(facts.answers.items())),
        "question": question and {"slug": question.slug, "options": list(question.options)},
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "case": candidate.case,
        "probability": round(candidate.probability, 4),
        "for": [_reason(piece) for piece in candidate.reasons_for],
        "against": [_reason(piece) for piece in candidate.reasons_against],
    }


def _reason(piece: Piece) -> str:
    """A reason as `kind:name` or `kind:question=value`."""
    return f"{piece.kind}:{piece.name}" + (f"={piece.value}" if piece.value else "")
