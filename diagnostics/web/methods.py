"""The methods that a page takes."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators import http
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def require_safe(view: View) -> View:
    """GET and HEAD only, and 405 for everything else.

    Django's own decorator comes after the check for forged requests, which answers first: a page
    that cannot change anything needs none.
    """
    return csrf_exempt(http.require_safe(view))
