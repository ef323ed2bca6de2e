"""Seeing what is not published: the link that opens it, the way out, and the pages between."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diagnostics.catalogue import previews
from diagnostics.catalogue.current import previewing
from diagnostics.catalogue.models import Preview
from diagnostics.catalogue.previews import PreviewEndedError
from diagnostics.web.methods import require_safe

COOKIE = "preview"

Answer = Callable[[HttpRequest], HttpResponse]


def show_preview(answer: Answer) -> Answer:
    """Middleware that shows the whole site from another release to whoever opened a link to it.

    It stands inside the middleware that knows the language, and outside the one that answers with
    pages that were kept: those are of the live release.
    """

    def shown(request: HttpRequest) -> HttpResponse:
        secret = request.COOKIES.get(COOKIE)
        if not secret or _is_apart(request):
            return answer(request)
        try:
            request.preview = previews.opened(secret)
            release = previews.compiled(request.preview)
        except (Preview.DoesNotExist, PreviewEndedError):
            request.preview = None
            return _without_cookie(_ended(request))
        with previewing(release):
            response = answer(request)
        response["Cache-Control"] = "no-store"  # nothing here is public
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


@require_safe
def open_preview(request: HttpRequest, secret: str) -> HttpResponse:
    """From the link to the home page of what it shows."""
    try:
        preview = previews.opened(secret)
    except Preview.DoesNotExist:
        return _refusal(request, _("There is no such preview"), 404)
    except PreviewEndedError:
        return _ended(request)
    response = _home()
    response.set_cookie(
        COOKIE,
        secret,  # it is signed
        expires=preview.expires,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    # What the browser has kept of the real site must not be taken for the preview.
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def leave_preview(request: HttpRequest) -> HttpResponse:
    """Back to the real site."""
    return _without_cookie(_home())


def _is_apart(request: HttpRequest) -> bool:
    """Whether this is no page of the public site: the editors' screens, and the way in and out."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return "admin" in match.namespaces or match.view_name in {"web:preview", "web:leave-preview"}


def _home() -> HttpResponse:
    response = HttpResponseRedirect(reverse("web:home"))
    response["Cache-Control"] = "no-store"
    return response


def _without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _ended(request: HttpRequest) -> HttpResponse:
    return _refusal(request, _("This preview has ended"), 410)


def _refusal(request: HttpRequest, title: str, status: int) -> HttpResponse:
    response = render(request, "web/no_preview.html", {"title": title}, status=status)
    response["Cache-Control"] = "no-store"
    return response
