"""Counting what happens, without knowing to whom.

A count is a day, a release, and words of the catalogue. Each process counts in memory and writes
now and then, so that no page needs a query; with the database gone it goes on counting for a while
and then counts nothing new.
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from multiprocessing.util import Finalize

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from diagnostics.catalogue.current import current
from diagnostics.insights.models import Count

WRITE_EVERY = 10.0  # seconds
MOST = 20_000  # different counts that wait to be written

Key = tuple[date, int, str, str]  # day, release, what, name

logger = logging.getLogger(__name__)


class _Tally:
    """What this process has counted and not yet written, and the thread that writes it."""

    def __init__(self) -> None:
        self.times: Counter[Key] = Counter()
        self.lock = threading.Lock()
        self.writer: threading.Thread | None = None


_tally = _Tally()


def count(*happened: tuple[str, str]) -> None:
    """Count each `(what, name)` once under the present release.

    Nothing in it is ever what a person typed. The day is that of UTC, as in all figures.
    """
    day, release = timezone.now().date(), current().number
    _add({(day, release, what, name): 1 for what, name in happened})


def write() -> None:
    """Write what was counted; keep it for the next time where the database does not take it."""
    with _tally.lock:
        times, _tally.times = _tally.times, Counter()
    if not times:
        return
    try:
        _store(times)
    except DatabaseError:
        _add(times)
        logger.warning("Counts could not be written; they are kept for the next time.")


def forget() -> None:
    """Drop what was counted and not yet written."""
    with _tally.lock:
        _tally.times.clear()


def keep_writing() -> None:
    """Start the background thread that writes, and write at the end; once per process."""
    if _tally.writer is None:
        _tally.writer = threading.Thread(target=_keep_writing, name="counts", daemon=True)
        _tally.writer.start()
        # The server forks its workers, and those leave without what `atexit` has registered.
        Finalize(None, write, exitpriority=0)


def _keep_writing() -> None:
    pause = threading.Event()
    while not pause.wait(WRITE_EVERY):
        try:
            write()
        except Exception:
            logger.exception("Counts are lost.")
        finally:
            connection.close()


def _add(times: Mapping[Key, int]) -> None:
    with _tally.lock:
        for key, number in times.items():
            if key in _tally.times or len(_tally.times) < MOST:
                _tally.times[key] += number


def _store(times: Counter[Key]) -> None:
    """Add to the rows, which other processes add to as well.

    All processes go through them in the same order, so that none waits for one that waits for it.
    """
    keys = sorted(times)
    with transaction.atomic():
        Count.objects.bulk_create(
            (
                Count(day=day, release=release, what=what, name=name, times=0)
                for day, release, what, name in keys
            ),
            batch_size=200,
            ignore_conflicts=True,
        )
        for day, release, what, name in keys:
            row = Count.objects.filter(what=what, name=name, day=day, release=release)
            row.update(times=F("times") + times[day, release, what, name])
