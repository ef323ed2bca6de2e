"""From drafts to a release: the one way in which anything becomes visible."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from diagnostics.catalogue import checks, current, trials
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import as_data, validated
from diagnostics.catalogue.models import Change, Release
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.transfer import export_content

MEANWHILE = "Somebody else published in the meantime. Look at what changed, then publish again."


class PublishingError(ValueError):
    """The draft cannot be published; `problems` are sentences that say why."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the sentences for the page or the command that shows them."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Shift:
    """An example whose diagnosis differs between two releases. `better` = it is right now."""

    case: str
    text: str
    before: str
    after: str

    @property
    def better(self) -> bool:
        """Whether the new release diagnoses the example as its case."""
        return self.after == self.case


def publish(author: Any = None, note: str = "", overrule: str = "") -> Release:
    """Check the draft and make it the current release, all of it or nothing.

    The checks take long, so nothing is locked meanwhile: what was checked is what is stored,
    unless somebody else has published in between.

    overrule: a written reason, which lets a draft pass whose examples are diagnosed otherwise.
    Raises `PublishingError` with what is wrong, and `ContentError` where a field is missing.
    """
    with transaction.atomic():
        number = _next_number()
        content = export_content()
    problems = checks.broken(content) if overrule else checks.check(content)
    if problems:
        raise PublishingError(problems)
    reason = f"{note}\nOverruled: {overrule}".strip() if overrule else note
    return _store(number, as_data(content), author, reason)


def roll_back(number: int, author: Any = None) -> Release:
    """Publish an earlier release again. Raises `Release.DoesNotExist`."""
    earlier = Release.objects.get(number=number)
    note = f"Back to release {earlier.number}."
    return _store(_next_number(), earlier.snapshot, author, note)


def changes(content: Content) -> list[Shift]:
    """What would be diagnosed otherwise if this content were published now."""
    old, new = current.current(), CompiledRelease(0, content)
    found = []
    for case in content.cases:
        for example in case.examples:
            before = trials.diagnosed(old, example.text)
            after = trials.diagnosed(new, example.text)
            if before != after:
                found.append(Shift(case.slug, example.text, before, after))
    return found


def _next_number() -> int:
    newest = Release.objects.values_list("number", flat=True).first()
    return newest + 1 if newest else 1


def _store(number: int, snapshot: dict[str, Any], author: Any, note: str) -> Release:
    validated(snapshot)  # an old snapshot may lack a field that pages need today
    try:
        with transaction.atomic():
            release = Release.objects.create(
                number=number, snapshot=snapshot, author=author, note=note
            )
            Change.objects.create(
                author=author,
                action=Change.Action.PUBLISHED,
                kind="releases",
                slug=str(number),
                fields=[["note", None, note]],
            )
    except IntegrityError:  # the number is taken
        raise PublishingError([MEANWHILE]) from None
    transaction.on_commit(current.refresh)
    return release
