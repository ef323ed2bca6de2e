"""The release that visitors see, held in memory.

Each process compiles the newest release once and then looks for a newer one in the background, so
that no page needs a query. Without a database it goes on with what it has, starts from the last
release on disk, and on a new machine from the shipped content.
"""

import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from diagnostics.catalogue import notices
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import as_data, read_content, validated
from diagnostics.catalogue.models import Release

LOOK_EVERY = 1.0  # seconds between two looks for a newer release
LAST_RELEASE = "release.json"

logger = logging.getLogger(__name__)


class _Holder:
    """The compiled release of this process, and the thread that renews it."""

    def __init__(self) -> None:
        self.release: CompiledRelease | None = None
        self.unusable = 0  # number of a release that need not be tried again
        self.lock = threading.Lock()
        self.watcher: threading.Thread | None = None
        self.wake = threading.Event()  # set: look now


_holder = _Holder()


# The release that the visitor of this request has a link to see before it is published.
_previewed: ContextVar[CompiledRelease | None] = ContextVar("previewed", default=None)


def current() -> CompiledRelease:
    """What pages are made from: the live release, except for a visitor with a preview."""
    return _previewed.get() or live()


def is_preview() -> bool:
    """Whether this request shows something that is not, or no longer, published."""
    return _previewed.get() is not None


@contextmanager
def previewing(release: CompiledRelease) -> Iterator[None]:
    """Make pages from this release instead, inside this block."""
    token = _previewed.set(release)
    try:
        yield
    finally:
        _previewed.reset(token)


def live() -> CompiledRelease:
    """The newest release that this process knows; compiled on first use."""
    if _holder.release is None:
        with _holder.lock:
            if _holder.release is None:
                _holder.release = _newest(0) or _from_disk() or _shipped()
    return _holder.release


def refresh() -> CompiledRelease:
    """Look for a newer release now. Without a database, the present one stays."""
    known = live()
    newer = _newest(max(known.number, _holder.unusable))
    if newer:
        _holder.release = newer
    return _holder.release or known


def renew() -> None:
    """Have a newer release loaded: by the background thread where there is one, else now."""
    if _holder.watcher is None:
        refresh()
    else:
        _holder.wake.set()


def forget() -> None:
    """Drop the release of this process, so that the next use starts afresh."""
    _holder.release = None
    _holder.unusable = 0


def watch() -> None:
    """Start the background thread that looks for newer releases and notices; once per process."""
    if _holder.watcher is None:
        _holder.watcher = threading.Thread(target=_keep_looking, name="releases", daemon=True)
        _holder.watcher.start()


def _keep_looking() -> None:
    while True:
        _holder.wake.wait(LOOK_EVERY)
        _holder.wake.clear()
        _look()


def _look() -> None:
    try:
        notices.refresh()  # first, as compiling a release takes a second
        refresh()
    except Exception:
        logger.exception("What is new could not be loaded; the present release stays.")
    finally:
        close_old_connections()
        connection.close()


def _newest(known: int) -> CompiledRelease | None:
    """The newest release in the database, if it is newer than the known one."""
    try:
        row = Release.objects.filter(number__gt=known).first()
    except DatabaseError:
        return None
    except ValueError:
        logger.exception("The newest release in the database cannot be read.")
        return None
    if row is None:
        return None
    release = ready(row.number, row.snapshot)
    if release:
        _to_disk(release)
    else:
        _holder.unusable = row.number
    return release


def ready(number: Any, snapshot: Any) -> CompiledRelease | None:
    """A release whose slow parts are made before visitors see it; None where it is no use."""
    try:
        return _prepared(CompiledRelease(number, validated(snapshot)))
    except Exception:  # whatever an older version or a damaged disk has left, visitors are served
        logger.exception("Release %s is not of a form that this version can use.", number)
        return None


def _prepared(release: CompiledRelease) -> CompiledRelease:
    release.engine.answer_tables  # noqa: B018 - computed once, here
    release.reader  # noqa: B018
    release.index  # noqa: B018
    return release


def _shipped() -> CompiledRelease:
    return _prepared(CompiledRelease(0, read_content()))


def _file() -> Path:
    return Path(settings.VAR_DIR) / LAST_RELEASE


def _to_disk(release: CompiledRelease) -> None:
    part = _file().with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        data = {"number": release.number, "snapshot": as_data(release.content)}
        part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        part.replace(_file())
    except OSError:
        logger.warning("The release could not be kept on disk.", exc_info=True)
        with suppress(OSError):
            part.unlink()


def _from_disk() -> CompiledRelease | None:
    try:
        data = json.loads(_file().read_text(encoding="utf-8"))
        number, snapshot = int(data["number"]), data["snapshot"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        logger.exception("The last release on disk cannot be read.")
        return None
    return ready(number, snapshot)
