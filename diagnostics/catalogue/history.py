"""The log of all changes: who did what to which entry, when, from what and to what."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from diagnostics.catalogue.differences import Difference
from diagnostics.catalogue.models import Change


def record(
    found: Iterable[Difference],
    author: Any = None,
    editions: Mapping[tuple[str, str], int] | None = None,
) -> None:
    """Write what has changed into the log.

    author: the user; None for a command. editions: (kind, slug) -> edition after the change.
    """
    Change.objects.bulk_create(
        (
            Change(
                author=author,
                action=difference.action.value,
                kind=difference.kind,
                slug=difference.slug,
                edition=(editions or {}).get((difference.kind, difference.slug)),
                fields=[[field.name, field.before, field.after] for field in difference.fields],
            )
            for difference in found
        ),
        batch_size=200,
    )


def record_row(
    author: Any,
    action: Change.Action,
    kind: str,
    slug: str,
    fields: Iterable[tuple[str, str | None, str | None]] = (),
) -> None:
    """Write into the log what happened to a row that is no entry of the catalogue, such as a user.

    fields: (name, before, after), with None for what was or is not there.
    """
    Change.objects.create(
        author=author, action=action, kind=kind, slug=slug, fields=[list(field) for field in fields]
    )


def since(kind: str, slug: str, edition: int) -> QuerySet[Change]:
    """What was changed of an entry after an edition of it, the oldest first."""
    return (
        Change.objects.filter(kind=kind, slug=slug, edition__gt=edition)
        .select_related("author")
        .order_by("pk")
    )


def of(kind: str, slug: str) -> QuerySet[Change]:
    """Everything that happened to an entry, under the slugs that it had before too."""
    wanted, until = Q(kind=kind, slug=slug), None
    while True:
        slug, until = _earlier_slug(kind, slug, until)
        if not slug:
            return Change.objects.filter(wanted)
        wanted |= Q(kind=kind, slug=slug, pk__lt=until)


def _earlier_slug(kind: str, slug: str, until: int | None) -> tuple[str, int | None]:
    """The slug that an entry had before this one, and the change that gave it the new one.

    until: the change with which the entry lost this slug. Empty where it had no other before.
    """
    changes = Change.objects.filter(kind=kind, slug=slug)
    if until is not None:
        changes = changes.filter(pk__lt=until)
    named = ((pk, field) for pk, rows in changes.values_list("pk", "fields") for field in rows)
    return next(((before, pk) for pk, (name, before, _) in named if name == "slug"), ("", None))


def latest() -> int:
    """The number of the last change; while it stays, so do the drafts."""
    return Change.objects.values_list("pk", flat=True).first() or 0
