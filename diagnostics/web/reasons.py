"""Pieces of evidence as sentences: why we think so."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from diagnostics.catalogue.compiled import Pages
from diagnostics.engine import MESSAGE, PROVIDER, STATUS, Likeness, Outcome, Piece
from diagnostics.web.state import State

STRONG = 4.0  # log-likelihood ratio from which one piece is nearly enough
NEGLIGIBLE = 0.15  # below this, naming a piece would only confuse
EXAMPLE_LENGTH = 120


def sentences(state: State, pieces: tuple[Piece, ...]) -> list[SafeString]:
    """Each piece as a sentence, without those that say next to nothing or the same again."""
    said = [sentence(state, piece) for piece in pieces if abs(piece.weight) >= NEGLIGIBLE]
    return list(dict.fromkeys(said))


def sentence(state: State, piece: Piece) -> SafeString:
    """One piece of evidence as a sentence."""
    tell = {
        "signal": _signal,
        "meaning": _signal,
        "answer": _answer,
        "likeness": _likeness,
        "step": _step,
    }[piece.kind]
    return tell(state, piece)


def provider_code(pages: Pages, signal: str) -> tuple[Any, Any] | None:
    """The provider and the row of its table that a signal stands for, if it is a code."""
    example = pages.signals[signal].example
    for slug, provider in pages.providers.items():
        if signal.startswith(f"{slug}-"):
            row = next((c for c in provider.codes if c.code == example), None)
            if row:
                return provider, row
    return None


def _signal(state: State, piece: Piece) -> SafeString:
    text = state.pages.signals[piece.name]
    known = provider_code(state.pages, piece.name)
    if known and piece.weight > 0:
        provider, row = known
        template = _("{provider} has the code {code} for this: {meaning}")
        code = format_html("<code>{}</code>", row.code)
        return format_html(template, provider=provider.name, code=code, meaning=row.meaning)
    if piece.weight < 0:
        owner = state.pages.cases.get(text.case)
        title = owner.title if owner else text.case
        return format_html(_("The wording belongs to another cause: {title}"), title=title)
    example = Truncator(text.example).chars(EXAMPLE_LENGTH)
    template = (
        _("The message has the tell-tale wording of this cause, as in {example}")
        if piece.weight >= STRONG
        else _("The message has wording that often comes with this cause, as in {example}")
    )
    return format_html(template, example=format_html("<q>{}</q>", example))


def _answer(state: State, piece: Piece) -> SafeString:
    label = state.short_label(piece.name, piece.value)
    fits = piece.weight > 0
    if piece.name == MESSAGE:
        return escape(_("You recognised its message among the typical ones."))
    if piece.name == STATUS:
        template = (
            _("Status {label} is usual for this cause.")
            if fits
            else _("Status {label} is unusual for this cause.")
        )
        if piece.value == "none":
            template = _("It often shows no status.") if fits else _("It usually shows a status.")
    elif piece.name == PROVIDER:
        template = _("It is known at {label}.") if fits else _("It is rare at {label}.")
    else:
        template = (
            _("{name}: “{label}” fits this cause.")
            if fits
            else _("{name}: “{label}” speaks against it.")
        )
    return format_html(template, name=state.name(piece.name), label=label)


def _likeness(state: State, piece: Piece) -> SafeString:
    level = state.facts.resembles.get(piece.name, Likeness.FAINT)
    template = {
        Likeness.CLOSE: _("Your text is almost like other reports of this cause."),
        Likeness.STRONG: _("Your text closely resembles other reports of this cause."),
        Likeness.FAIR: _("Your text resembles other reports of this cause."),
        Likeness.FAINT: _("Your text is a little like other reports of this cause."),
    }[level]
    return escape(template)


def _step(state: State, piece: Piece) -> SafeString:
    outcome, _dot, number = piece.value.partition(".")
    template = (
        _("Step {number} solved it.")
        if outcome == Outcome.SOLVED
        else _("You tried step {number}, and it did not help.")
    )
    return format_html(template, number=number)
