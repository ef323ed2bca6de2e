"""What is wrong with a pattern: the place, what RE2 says, and what to write instead."""

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.intake import Matcher, Pattern, PatternError

AROUND = 60  # characters that are shown before and after the place

# What RE2 says -> what to do. Where it names the part, the hint for the part comes first.
_REASONS = {
    "missing ]": gettext_lazy("Close the class that begins here, or write \\[ for the sign [."),
    "missing )": gettext_lazy("Close the group that begins here, or write \\( for the sign (."),
    "unexpected )": gettext_lazy("No group is open here. For the sign ) write \\)."),
    "no argument for repetition operator": gettext_lazy(
        "There is nothing before it to repeat. For the sign itself write a \\ before it."
    ),
    "bad repetition operator": gettext_lazy("Repeat once only; wrap what is repeated in (?:…)."),
    "invalid repetition size": gettext_lazy("Repeat at most 1000 times, the smaller number first."),
    "invalid character class range": gettext_lazy(
        "Write a range from the smaller sign to the larger one, such as a-z; \\p{Han} is Chinese."
    ),
    "invalid escape sequence": gettext_lazy(
        "RE2 knows \\d (digit), \\s (space), \\w (ASCII letter, digit or _), \\b (edge of a word), "
        "\\A and \\z (beginning and end), and \\p{Han}."
    ),
    "invalid perl operator": gettext_lazy("RE2 knows the groups (…), (?:…), (?i) and (?P<name>…)."),
    "invalid named capture group": gettext_lazy("Write the group as (?P<limit>\\d+)."),
    "trailing \\": gettext_lazy("Write \\\\ for the sign \\."),
}
_PARTS = {
    ("(?=", "(?!", "(?<=", "(?<!"): gettext_lazy(
        "RE2 cannot look ahead or behind. Write what must also be found on a line of its own, and "
        "what must not be found on a line that begins with !."
    ),
    tuple(rf"\{digit}" for digit in range(1, 10)): gettext_lazy(
        "RE2 has no back-references. Write out what is to be found again."
    ),
    ("(?P=",): gettext_lazy("RE2 has no back-references. Write out what is to be found again."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pattern.

    line, column: the place, counted from 1; 0 where there is none. text: the line. reason: what
    RE2 says. hint: what to do, empty where we do not know.
    """

    line: int
    column: int
    text: str
    reason: str
    hint: str

    def __str__(self) -> str:
        where = {"line": self.line, "column": self.column, "reason": self.reason}
        if self.column:
            said = _("Line %(line)d, column %(column)d: %(reason)s.") % where
        elif self.line:
            said = _("Line %(line)d: %(reason)s.") % where
        else:
            said = f"{self.reason}."
        return f"{said} {self.hint}".strip()

    @property
    def shown(self) -> str:
        """The part of the line around the place."""
        return self.text[self._start : self._start + 2 * AROUND]

    @property
    def pointer(self) -> str:
        """A caret that stands under the place when it is shown below `shown`; empty for none."""
        before = self.text[self._start : max(0, self.column - 1)]
        return "".join(map(_blank, before)) + "^" if self.column else ""

    @property
    def _start(self) -> int:
        return max(0, self.column - 1 - AROUND)


def fault(match: str, phrases: Mapping[str, tuple[str, ...]]) -> Fault | None:
    """What is wrong with the expressions of a pattern; None when they can be used in any place."""
    try:
        Matcher([Pattern("", match)], phrases)
    except PatternError as problem:
        return _explained(problem, match, phrases)
    return None


def _explained(
    problem: PatternError, match: str, phrases: Mapping[str, tuple[str, ...]]
) -> Fault | None:
    if not problem.line:
        return Fault(0, 0, "", _("At least one line must be looked for"), "")
    lines = match.splitlines()
    number = next(n for n, text in enumerate(lines) if _bare(text) == problem.line)
    text = lines[number]
    if problem.reason == "no phrase":
        reason = _("there is no phrase %(name)s") % {"name": problem.part}
        hint = _nearest(problem.part.strip("{}"), phrases)
    else:
        # Of a bracket, RE2 names all that surrounds it.
        part = "" if problem.reason in _brackets(text) else problem.part[:AROUND]
        said = ": ".join(filter(None, (problem.reason, part)))
        reason = _("RE2 cannot use this: %(said)s") % {"said": said}
        hint = _hint(problem)
    return Fault(number + 1, _column(text, problem) + 1, text, reason, hint)


def _part(problem: PatternError) -> str:
    """The part that is wrong; of a back-reference by name RE2 names less."""
    return "(?P=" if problem.part == "(?P" and "(?P=" in problem.line else problem.part


def _bare(line: str) -> str:
    """A line as it is compiled."""
    return line.strip().removeprefix("!")


def _hint(problem: PatternError) -> str:
    known = (hint for starts, hint in _PARTS.items() if _part(problem).startswith(starts))
    return str(next(known, _REASONS.get(problem.reason, "")))


def _nearest(name: str, phrases: Mapping[str, tuple[str, ...]]) -> str:
    near = difflib.get_close_matches(name, phrases, n=3, cutoff=0.5)
    named = ", ".join(f"{{{slug}}}" for slug in near)
    return _("Do you mean %(names)s?") % {"names": named} if named else ""


def _column(text: str, problem: PatternError) -> int:
    """Where a line is wrong, counted from 0; -1 where RE2 does not say, as within a phrase."""
    if problem.reason == "trailing \\":
        return len(text.rstrip()) - 1
    brackets = _brackets(text)
    if problem.reason in brackets:
        return brackets[problem.reason]
    return text.find(_part(problem)) if problem.part else -1


def _brackets(text: str) -> dict[str, int]:
    """What RE2 says of brackets -> where the one stands that it says it of, -1 where none does."""
    groups: list[int] = []
    unexpected = class_start = -1
    at = 0
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif class_start >= 0:
            # The first ] of a class is a sign of its own.
            is_first = text[class_start + 1 : at] in ("", "^")
            class_start = -1 if character == "]" and not is_first else class_start
        elif character == "[":
            class_start = at
        elif character == "(":
            groups.append(at)
        elif character == ")" and groups:
            groups.pop()
        elif character == ")" and unexpected < 0:
            unexpected = at
        at += 1
    unclosed = groups[-1] if groups else -1
    return {"missing ]": class_start, "missing )": unclosed, "unexpected )": unexpected}


def _blank(character: str) -> str:
    """As much room as a character takes in letters of one width."""
    if character == "\t":
        return character
    return "\u3000" if unicodedata.east_asian_width(character) in "WF" else " "
