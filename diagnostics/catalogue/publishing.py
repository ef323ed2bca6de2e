"""From drafts to a release: the one way in which anything becomes visible."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnostics.catalogue import current
from diagnostics.catalogue.differences import Difference, differences
from diagnostics.catalogue.files import as_data, validated
from diagnostics.catalogue.history import record_row
from diagnostics.catalogue.models import Change, Release
from diagnostics.catalogue.review import Known, review_drafts


class PublishingError(ValueError):
    """The draft cannot be published; `problems` are sentences that say why."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the sentences for the page or the command that shows them."""
        super().__init__("\n".join(problems))
        self.problems = problems


class OvertakenError(PublishingError):
    """What was looked at is not what would be published now."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody looked at: the newest release then, and the fingerprint of the drafts."""

    base: int
    fingerprint: str


def publish(
    author: Any = None,
    note: str = "",
    overrule: str = "",
    texts: Iterable[Known] = (),
    seen: Seen | None = None,
) -> Release:
    """Review the drafts and make them the current release, all of it or nothing.

    A review takes long, so nothing is locked meanwhile: what was reviewed is what is stored,
    unless somebody else has published in between.

    overrule: a written reason, which lets drafts pass that fail a check or make a diagnosis worse.
    texts: what people sent in, with the true cause; see `review_drafts`.
    seen: what the author has looked at; None for a command, which looks at nothing before.
    Raises `PublishingError` with what is wrong.
    """
    found = review_drafts(texts)
    if seen and seen.base != found.base:
        raise OvertakenError([_meanwhile()])
    if seen and seen.fingerprint != found.fingerprint:
        raise OvertakenError([_("The drafts have changed since you looked at them.")])
    if found.content is None or (found.needs_reason and not overrule):
        raise PublishingError(found.objections)
    return _store(
        Release(
            number=found.base + 1,
            snapshot=as_data(found.content),
            author=author,
            note=note,
            overruled=overrule if found.needs_reason else "",
            changed=_entries(found.differences),
        )
    )


def roll_back(number: int, author: Any = None, base: int | None = None) -> Release:
    """Publish an earlier release again.

    base: the newest release when its author looked; None for a command.
    Raises `Release.DoesNotExist`, `ContentError` where the old release lacks what pages need
    today, and `OvertakenError`.
    """
    earlier = Release.objects.get(number=number)
    validated(earlier.snapshot)
    newest = Release.objects.first()
    if base is not None and newest.number != base:
        raise OvertakenError([_meanwhile()])
    return _store(
        Release(
            number=newest.number + 1,
            snapshot=earlier.snapshot,
            author=author,
            note=f"Back to release {earlier.number}.",
            changed=_entries(differences(newest.snapshot, earlier.snapshot)),
        )
    )


def _store(release: Release) -> Release:
    try:
        with transaction.atomic():
            release.save(force_insert=True)
            told = [("note", None, release.note), ("overruled", None, release.overruled)]
            record_row(
                release.author,
                Change.Action.PUBLISHED,
                "releases",
                str(release.number),
                [field for field in told if field[-1]],
            )
    except IntegrityError:  # the number is taken
        raise OvertakenError([_meanwhile()]) from None
    transaction.on_commit(current.renew)
    return release


def _entries(found: Iterable[Difference]) -> int:
    """How many entries differ; a new order of a list is not an entry."""
    return len([difference for difference in found if difference.slug])


def _meanwhile() -> str:
    return _("Somebody else published in the meantime. Look at what changed, then publish again.")
