"""Rendering: one place that decides between a whole page and the part that htmx swaps."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from diagnostics.web.announcing import announced

# A browser may show a page that is this old. With the second after which a process looks for what
# is new, releases and notices are seen within two seconds.
FRESH_SECONDS = 1


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    address: str = "",
) -> HttpResponse:
    """Render the whole page, or only its main block for htmx.

    context: a `provider` in it is whom the page is about; notices about others are folded there.
    address: where the page stands, if that is another than the one that was asked for, such as
        for the answer to a paste. A reload or a bookmark then leads there.

    Errors other than 422 are whole pages even for htmx, which shows them in place of the body.
    """
    fragment = request.htmx.request_type == "partial" and status in {200, 422}
    layout = "layouts/fragment.html" if fragment else "layouts/page.html"
    context = {
        **(context or {}),
        "layout": layout,
        "fragment": fragment,
        "canonical": request.build_absolute_uri(address or request.path),
        "image": request.build_absolute_uri(static("img/share.png")),
        "languages": languages(request, address),
        "announced": announced((context or {}).get("provider")),
        **_inlined(request),
    }
    response = render(request, template, context, status=status)
    if fragment and address and request.method == "POST":
        response["HX-Push-Url"] = address
    patch_vary_headers(response, ["HX-Request-Type", "Sec-Fetch-Site"])
    if request.method == "GET" and status == 200:
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    else:
        patch_cache_control(response, no_store=True)
    return response


def _inlined(request: HttpRequest) -> dict[str, str]:
    """Style and script inside the page that a visit begins with; later pages find the files kept.

    A developer's changes of the files are seen without a restart.
    """
    if settings.DEBUG or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return {}
    return {
        "inline_style": mark_safe(settings.INLINE_STYLE),  # noqa: S308 - our own file
        "inline_script": mark_safe(settings.INLINE_SCRIPT),  # noqa: S308
    }


def languages(request: HttpRequest, address: str = "") -> list[dict[str, Any]]:
    """This page in each language, with its query."""
    path = request.get_full_path() if request.method == "GET" else address or request.path
    now = get_language()
    return [
        {
            "code": code,
            "name": name,
            "current": code == now,
            "path": translated,
            "address": request.build_absolute_uri(translated),
        }
        for code, name in settings.LANGUAGES
        for translated in [translate_url(path, code)]
    ]
