"""What publishing the drafts would do: differences, failed checks, and what changes for whom.

There is one review for the page, the command and publishing itself, so what was shown is what is
decided on.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnostics.catalogue import current, trials
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.differences import Difference, differences
from diagnostics.catalogue.editing import compiled
from diagnostics.catalogue.files import ContentError, fingerprint, validated, whole_data
from diagnostics.catalogue.models import Release
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.transfer import drafts

Known = tuple[str, str]  # the case that is the true cause, and a text


class Verdict(StrEnum):
    """What a change of a diagnosis is."""

    WORSE = "worse"
    OTHER = "other"  # wrong before, and wrong in another way now
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Shift:
    """A text whose diagnosis differs between two releases; `case` is the right one."""

    case: str
    text: str
    before: str
    after: str

    @property
    def verdict(self) -> Verdict:
        """Whether this is for the better."""
        if self.after == self.case:
            return Verdict.BETTER
        return Verdict.WORSE if self.before == self.case else Verdict.OTHER


@dataclass(frozen=True, slots=True)
class Review:
    """The drafts beside the release that visitors see.

    base: number of the newest release; 0 where there is none.
    fingerprint: of the drafts that were reviewed.
    content: the drafts; None where no page could be made from them, which no reason overrules.
    problems: every failed check as a sentence.
    shifts: texts that are diagnosed otherwise, the worse ones first; `total` were tried.
    """

    base: int
    fingerprint: str
    content: Content | None
    differences: tuple[Difference, ...]
    problems: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    total: int = 0

    @property
    def worse(self) -> list[Shift]:
        """Texts that were diagnosed rightly so far, and would no longer be."""
        return [shift for shift in self.shifts if shift.verdict is Verdict.WORSE]

    @property
    def is_broken(self) -> bool:
        """Whether no reason overrules what is wrong."""
        return self.content is None

    @property
    def needs_reason(self) -> bool:
        """Whether it takes a written reason to publish this all the same."""
        return bool(self.problems or self.worse)

    @property
    def objections(self) -> list[str]:
        """Why this is not to be published, in sentences."""
        said = _(
            "The example or report “%(text)s” is %(case)s, but would be diagnosed as %(after)s."
        )
        return [
            *self.problems,
            *(
                said % {"text": _beginning(s.text), "case": s.case, "after": s.after}
                for s in self.worse
            ),
        ]

    @property
    def sentence(self) -> str:
        """How many diagnoses change: `7 of 240 change: 5 better, 2 worse`."""
        if not self.shifts:
            return _("None of %(total)d diagnoses changes.") % {"total": self.total}
        counts = [
            (_("%d better"), Verdict.BETTER),
            (_("%d worse"), Verdict.WORSE),
            (_("%d other"), Verdict.OTHER),
        ]
        verdicts = [shift.verdict for shift in self.shifts]
        said = [words % verdicts.count(which) for words, which in counts if which in verdicts]
        return _("%(changed)d of %(total)d change: %(said)s.") % {
            "changed": len(self.shifts),
            "total": self.total,
            "said": ", ".join(said),
        }


_lock = threading.Lock()
_kept: dict[tuple[Any, ...], Review] = {}  # the last one, as publishing mostly follows at once


def review_drafts(texts: Iterable[Known] = ()) -> Review:
    """Review the drafts of this moment.

    texts: what people sent in, with the true cause; tried like the examples of the catalogue.
    """
    with transaction.atomic():
        base = Release.objects.values_list("number", flat=True).first() or 0
        data = drafts()
    return review(data, base, tuple(texts))


def review(data: dict[str, Any], base: int, texts: tuple[Known, ...] = ()) -> Review:
    """Review drafts as data, complete or not, against the release that visitors see.

    base: number of the newest release when the drafts were read.
    """
    live = current.refresh()
    mark = fingerprint(data)
    key = (mark, base, id(live), texts)
    with _lock:
        if key not in _kept:
            made = _review(data, base, mark, live, texts)
            _kept.clear()
            _kept[key] = made
        return _kept[key]


def _review(
    data: dict[str, Any], base: int, mark: str, live: CompiledRelease, texts: tuple[Known, ...]
) -> Review:
    found = tuple(differences(whole_data(live.content), data))
    try:
        content = validated(data)
        draft = compiled(content)
    except ContentError as problem:
        return Review(base, mark, None, found, tuple(str(problem).splitlines()))
    examples = [(case.slug, example.text) for case in content.cases for example in case.examples]
    tried = [*examples, *texts]
    return Review(
        base,
        mark,
        content,
        found,
        problems=tuple(trials.failures(draft)),
        shifts=tuple(_shifts(live, draft, tried)),
        total=len(tried),
    )


def _shifts(old: CompiledRelease, new: CompiledRelease, tried: Iterable[Known]) -> list[Shift]:
    """What the two releases diagnose differently, the worse first."""
    shifts = [
        Shift(case, text, before, after)
        for case, text in tried
        if (before := trials.diagnosed(old, text)) != (after := trials.diagnosed(new, text))
    ]
    return sorted(shifts, key=lambda shift: list(Verdict).index(shift.verdict))


def _beginning(text: str) -> str:
    return " ".join(text.split())[:80]
