"""The real addresses, and beside them the barest views that Django can serve."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as real


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick."""
    return HttpResponse("bare")


def plain(request: HttpRequest) -> HttpResponse:
    """A page of text alone, to set the times of a browser against."""
    text = "<p>Nothing but text, in the fonts of the browser.</p>" * 20
    return HttpResponse(f"<!doctype html><title>Plain</title><h1>A plain page</h1>{text}")


urlpatterns = [path("bare/", bare), path("plain/", plain), *real]
