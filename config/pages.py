"""Pages are kept ready, since the same address gives the same page for a whole release."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.cache import FetchFromCacheMiddleware, UpdateCacheMiddleware

from diagnostics.catalogue.current import current


class _OfThisRelease:
    """A new release starts with an empty cache; the old pages run out by themselves."""

    @property
    def key_prefix(self) -> str:
        return f"release-{current().number}"

    @key_prefix.setter
    def key_prefix(self, _given: Any) -> None:
        """Django's own prefix is not used."""


class KeepPages(_OfThisRelease, UpdateCacheMiddleware):
    """Keeps what says itself that it is public, and nothing else."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Pass on; keep a page that everybody may see."""
        if "public" not in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class FetchPages(_OfThisRelease, FetchFromCacheMiddleware):
    """Answers from what was kept."""
