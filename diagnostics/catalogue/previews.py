"""Links that show a release, or the drafts of a moment, as if it were published."""

import threading
from collections import OrderedDict
from datetime import timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from diagnostics.catalogue import current
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.editing import compiled_draft
from diagnostics.catalogue.files import as_data, validated
from diagnostics.catalogue.models import Preview, Release

DAYS = (1, 7, 30)  # for which a link can be made
KEPT = 2  # previewed releases that a process holds in memory; each costs as much as the live one

_lock = threading.Lock()
_kept: OrderedDict[int | str, CompiledRelease] = OrderedDict()


class PreviewEndedError(Exception):
    """The time of the link is over, it was withdrawn, or this version cannot show its content."""


def make(days: int, author: Any = None, release: Release | None = None) -> Preview:
    """Make a link for a release or, without one, for the drafts as they are now.

    Raises `ContentError` where no page could be made from it.
    """
    now = timezone.now()
    # Drafts are kept for a link only as long as it leads to them.
    Preview.objects.filter(expires__lte=now).update(snapshot=None)
    if release:
        validated(release.snapshot)
    snapshot = None if release else as_data(compiled_draft().content)
    expires = now + timedelta(days=days)
    return Preview.objects.create(
        expires=expires, author=author, release=release, snapshot=snapshot
    )


def token(preview: Preview) -> str:
    """The secret part of the link; the same whenever it is asked for."""
    return _signer().sign(str(preview.pk))


def opened(secret: str) -> Preview:
    """The preview that a link or a cookie leads to, without its content.

    Raises `Preview.DoesNotExist` for a secret that is none, and `PreviewEndedError`.
    """
    try:
        key = _signer().unsign(secret)
    except BadSignature:
        raise Preview.DoesNotExist from None
    rows = Preview.objects.select_related("release").defer("snapshot", "release__snapshot")
    preview = rows.get(pk=key)
    if preview.expires <= timezone.now():
        raise PreviewEndedError
    return preview


def compiled(preview: Preview) -> CompiledRelease:
    """What the preview shows, ready for use. Raises `PreviewEndedError`."""
    release = preview.release
    if release and release.number == current.live().number:
        return current.live()
    key = f"release {release.number}" if release else preview.pk
    with _lock:
        if key not in _kept:
            number, snapshot = (
                (release.number, release.snapshot) if release else (0, preview.snapshot)
            )
            made = current.ready(number, snapshot)
            if made is None:
                raise PreviewEndedError
            _kept[key] = made
            if len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _signer() -> Signer:
    return Signer(salt="diagnostics.catalogue.previews")
