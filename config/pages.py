"""Pages are kept ready, since the same address gives the same page for a whole release.

Notices are on every page, so a page is also kept for the notices that were shown on it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.cache import FetchFromCacheMiddleware, UpdateCacheMiddleware
from django.utils import timezone

from diagnostics.catalogue import notices
from diagnostics.catalogue.current import current, is_preview

KEPT = 600  # seconds, after which a page is made anew even if nothing has changed


class _OfThisMoment:
    """A release or notice that comes or goes starts an empty cache; old pages run out."""

    @property
    def key_prefix(self) -> str:
        return f"release-{current().number}-{notices.fingerprint(timezone.now())}"

    @key_prefix.setter
    def key_prefix(self, _given: Any) -> None:
        """Django's own prefix is not used."""


class KeepPages(_OfThisMoment, UpdateCacheMiddleware):
    """Keeps what says itself that it is public, and nothing else."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.page_timeout = KEPT  # browsers, which cannot be told of a notice, keep it for less

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Pass on; keep a page that everybody may see.

        Not one that was begun before a release or notice came or went: it may show the old one.
        """
        is_public = "public" in response.get("Cache-Control", "")
        if not is_public or getattr(request, "begun_for", "") != self.key_prefix:
            return response
        return super().process_response(request, response)


class FetchPages(_OfThisMoment, FetchFromCacheMiddleware):
    """Answers from what was kept, except in a preview: what was kept is of the live release."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answer, or note for which release and notices a page is made."""
        if is_preview():
            return None
        request.begun_for = self.key_prefix
        return super().process_request(request)
