"""Is the process alive, and can it serve? Asked by load balancers, never by people."""

from django.http import HttpRequest, HttpResponse

from diagnostics.catalogue.current import current


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """The process holds a release that pages can be made from."""
    return HttpResponse(f"release {current().number}", content_type="text/plain")
