"""What stands between the server and Django."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


class Utf8Handler(WSGIHandler):
    """Reads addresses and forms as UTF-8, whatever encoding a request claims.

    Browsers send nothing else. Some encodings would end the request before Django can answer it,
    and others would fill caches with pages for an address that was misread.
    """

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request."""
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return super().__call__(environ, start_response)
