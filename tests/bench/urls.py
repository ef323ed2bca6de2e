"""The real addresses, and beside them the barest view that Django can serve."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as real


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), *real]
