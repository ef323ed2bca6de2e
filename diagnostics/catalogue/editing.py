"""Changing the drafts so that it is in the log, and the drafts made ready for a trial."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.models import F

from diagnostics.catalogue import checks
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.differences import Action, Difference, fields
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.history import record
from diagnostics.catalogue.models import Slugged
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.transfer import drafts_of, export_content, key_of, kind_of

_Key = tuple[type[models.Model], int]

_lock = threading.Lock()
_compiled: CompiledRelease | None = None


@contextmanager
def changing(row: models.Model, author: Any) -> Iterator[None]:
    """Change an entry, or what belongs to it, inside this block: its edition and the log follow.

    row: an entry that exists. Nothing is written when nothing differs in the end.
    """
    with changing_all([row], author):
        yield


@contextmanager
def changing_all(rows: Iterable[models.Model], author: Any) -> Iterator[None]:
    """The same for several entries that change together; one that is deleted is in the log too."""
    keys = [(type(row), row.pk) for row in rows]  # a row that was deleted knows its key no more
    with transaction.atomic():
        before = _states(keys)
        yield
        after = _states(keys)
        for key, old in before.items():
            _note(*key, old, after.get(key), author)


def _states(keys: Iterable[_Key]) -> dict[_Key, dict[str, Any]]:
    """Each entry that exists as data, with its place among the others."""
    by_model: dict[type[models.Model], list[int]] = {}
    for model, pk in keys:
        by_model.setdefault(model, []).append(pk)
    return {
        (model, pk): data | _place(model, pk)
        for model, pks in by_model.items()
        for pk, data in drafts_of(model, pks).items()
    }


def _place(model: type[models.Model], pk: int) -> dict[str, str]:
    if not issubclass(model, Slugged):
        return {}
    position = model._default_manager.values_list("position", flat=True).get(pk=pk)
    return {"position": str(position)}


def _note(
    model: type[models.Model],
    pk: int,
    old: dict[str, Any],
    new: dict[str, Any] | None,
    author: Any,
) -> None:
    """Write into the log what happened to one entry."""
    name, kind = key_of(model), kind_of(model)
    if new is None:
        record([Difference(kind, old[name], Action.REMOVED)], author)
    elif found := fields(old, new):
        row = model._default_manager.only("pk").get(pk=pk)
        changed(row, author, Difference(kind, new[name], Action.CHANGED, (*found,)))


def changed(row: models.Model, author: Any, difference: Difference) -> None:
    """Begin a new edition of an entry and write the difference into the log."""
    editions = {}
    if isinstance(row, Slugged):
        type(row)._default_manager.filter(pk=row.pk).update(edition=F("edition") + 1)
        row.refresh_from_db(fields=["edition"])
        editions[difference.kind, difference.slug] = row.edition
    record([difference], author, editions)


def compiled_draft() -> CompiledRelease:
    """The drafts as a release; see `compiled`. Raises `ContentError` for an incomplete one too."""
    return compiled(export_content())


def compiled(content: Content) -> CompiledRelease:
    """Content as a release with the number 0; made anew when it differs from the last time.

    Raises `ContentError` with all problems with which no page could be made.
    """
    global _compiled  # noqa: PLW0603 - one for each process, as a release takes a second to make
    with _lock:
        if _compiled is None or _compiled.content != content:
            problems = checks.broken(content)
            if problems:
                raise ContentError("\n".join(problems))
            _compiled = CompiledRelease(0, content)
        return _compiled
