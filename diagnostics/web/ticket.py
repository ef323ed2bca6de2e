"""The block that support staff paste into a ticket: at most 15 lines, and no word of the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diagnostics.engine import Outcome, Verdict
from diagnostics.web.presenting import DiagnosisView

STEPS = 5  # with everything else that there may be, this makes 15 lines

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The same block for plain text fields and for those that take Markdown."""

    text: str
    markdown: str


def ticket(view: DiagnosisView, absolute: Callable[[str], str]) -> Ticket:
    """Write the block. `absolute` makes a whole address of a path."""
    return Ticket(_as_text(view, absolute), _as_markdown(view, absolute))


def plain(html: str) -> str:
    """Safe HTML as plain text on one line."""
    return " ".join(unescape(strip_tags(html)).split())


def _as_text(view: DiagnosisView, absolute: Callable[[str], str]) -> str:
    lines = [_heading(view), *_facts(view), *_advice(view)]
    lines += [f"{number}. {step}" for number, step in enumerate(_steps(view), 1)]
    lines += [*_alternatives(view), absolute(view.link), _signature(view)]
    return "\n".join(lines)


def _as_markdown(view: DiagnosisView, absolute: Callable[[str], str]) -> str:
    heading = f"**{_escaped(_heading(view))}**"
    if view.verdict is not Verdict.UNCLEAR and not view.solved:
        page = absolute(reverse("web:case", args=[view.best.case.slug]))
        heading = _judged(f"**[{_escaped(view.best.case.title)}]({page})**", view)
    # Two spaces at the end keep the line breaks where Markdown would join the lines.
    lines = [f"{_escaped(line)}  " for line in (*_facts(view), *_advice(view))]
    steps = [f"{number}. {_escaped(step)}" for number, step in enumerate(_steps(view), 1)]
    rest = [_escaped(line) + "  " for line in _alternatives(view)]
    link = f"[{_('This diagnosis')}]({absolute(view.link)}), {_signature(view)}"
    blocks = [[f"{heading}  ", *lines], steps, [*rest, link]]
    return "\n".join(line for block in blocks for line in block)


def _heading(view: DiagnosisView) -> str:
    if view.solved:
        return _("Solved: %(title)s") % {"title": view.best.case.title}
    if view.verdict is Verdict.UNCLEAR:
        return _("Not recognised")
    return _judged(view.best.case.title, view)


def _judged(title: str, view: DiagnosisView) -> str:
    return _("%(title)s (%(verdict)s)") % {"title": title, "verdict": _verdict(view)}


def _verdict(view: DiagnosisView) -> str:
    return view.best.verdict.lower()


def _facts(view: DiagnosisView) -> Iterator[str]:
    # A wording that says what the heading says is left out.
    read = [f"{c.name} {c.value}" for c in view.read if c.value != view.best.case.title]
    if read:
        yield _labelled(_("Read from the text"), read)
    if view.answers:
        yield _labelled(_("Answered"), [f"{a.name}: {a.value}" for a in view.answers])
    failed: dict[str, list[str]] = {}
    for step in view.tried:
        if step.outcome == Outcome.NO_HELP:
            failed.setdefault(step.case.title, []).append(str(step.number))
    if failed:
        comma = pgettext("between the numbers of steps", ", ")
        steps = [
            _("%(title)s (%(numbers)s)") % {"title": title, "numbers": comma.join(numbers)}
            for title, numbers in failed.items()
        ]
        yield _labelled(_("Steps that did not help"), steps)


def _advice(view: DiagnosisView) -> Iterator[str]:
    if view.verdict is Verdict.UNCLEAR:
        return
    if view.solved:
        yield _labelled(_("What solved it"), [plain(view.solved.step.text)])
        return
    yield plain(view.best.case.summary)
    if view.numbers:
        yield " ".join(str(sentence) for sentence in view.numbers)
    yield _labelled(
        _("Who acts"), [view.best.actor, _("send again: %(retry)s") % {"retry": view.best.retry}]
    )


def _steps(view: DiagnosisView) -> list[str]:
    if view.verdict is Verdict.UNCLEAR or view.solved:
        return []
    return [plain(step.text) for step in view.best.case.steps[:STEPS]]


def _alternatives(view: DiagnosisView) -> Iterator[str]:
    if view.solved:
        return
    if view.verdict is Verdict.UNCLEAR:
        yield _labelled(_("Nearest causes"), [cause.case.title for cause in view.nearest])
    elif view.others:
        yield _labelled(_("Also possible"), [cause.case.title for cause in view.others[:3]])


def _labelled(label: str, parts: list[str]) -> str:
    return _("%(label)s: %(text)s") % {"label": label, "text": " · ".join(parts)}


def _signature(view: DiagnosisView) -> str:
    return _("Fixpath, catalogue %(number)d") % {"number": view.state.release.number}


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
