"""Changing the drafts so that it is in the log, and the drafts made ready for a trial."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F

from diagnostics.catalogue import checks
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.differences import Action, Difference, fields
from diagnostics.catalogue.files import ContentError
from diagnostics.catalogue.history import record
from diagnostics.catalogue.models import Slugged
from diagnostics.catalogue.transfer import draft, export_content, kind_of

_lock = threading.Lock()
_compiled: CompiledRelease | None = None


@contextmanager
def changing(row: Slugged, author: Any) -> Iterator[None]:
    """Change an entry, or what belongs to it, inside this block: its edition and the log follow.

    row: an entry that exists. Nothing is written when nothing differs in the end.
    """
    with transaction.atomic():
        before = draft(row)
        yield
        found = fields(before, draft(row))
        if found:
            changed(
                row, author, Difference(kind_of(type(row)), row.slug, Action.CHANGED, (*found,))
            )


def changed(row: Slugged, author: Any, difference: Difference) -> None:
    """Begin a new edition of an entry and write the difference into the log."""
    type(row)._default_manager.filter(pk=row.pk).update(edition=F("edition") + 1)
    row.refresh_from_db(fields=["edition"])
    record([difference], author, {(difference.kind, difference.slug): row.edition})


def compiled_draft() -> CompiledRelease:
    """The drafts as a release with the number 0; made anew when they differ from the last time.

    Raises `ContentError` where a draft is incomplete or refers to something that does not exist.
    """
    global _compiled  # noqa: PLW0603 - one for each process, as a release takes a second to make
    content = export_content()
    with _lock:
        if _compiled is None or _compiled.content != content:
            problems = checks.broken(content)
            if problems:
                raise ContentError("\n".join(problems))
            _compiled = CompiledRelease(0, content)
        return _compiled
