"""The notices that visitors see now, held in memory.

The thread that looks for releases looks for notices too, so that no page needs a query. Without a
database a process goes on with those that it has, and each of them ends when it should.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import DatabaseError
from django.utils import timezone

from diagnostics.catalogue.models import Notice
from diagnostics.catalogue.shape import LANGUAGES


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice as the pages show it: plain text by language, the slug of a provider, a link."""

    texts: dict[str, str]
    provider: str
    link: str
    starts: datetime
    expires: datetime


class _Holder:
    """The notices of this process that have not ended, the oldest first."""

    def __init__(self) -> None:
        self.notices: tuple[Announced, ...] = ()


_holder = _Holder()


def active(now: datetime) -> tuple[Announced, ...]:
    """The notices to show at this moment."""
    return tuple(n for n in _holder.notices if n.starts <= now < n.expires)


def fingerprint(now: datetime) -> str:
    """The same text as long as the same notices are shown; empty when there are none."""
    shown = active(now)
    return sha256(repr(shown).encode()).hexdigest()[:16] if shown else ""


def refresh() -> None:
    """Look for notices now. Without a database, the present ones stay."""
    try:
        rows = Notice.objects.filter(expires__gt=timezone.now()).select_related("provider")
        _holder.notices = tuple(map(_announced, rows.order_by("starts", "pk")))
    except DatabaseError:
        return


def _announced(row: Notice) -> Announced:
    return Announced(
        texts={code: getattr(row, f"text_{suffix}") for code, suffix in LANGUAGES},
        provider=row.provider.slug if row.provider else "",
        link=row.link,
        starts=row.starts,
        expires=row.expires,
    )
