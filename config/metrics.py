"""What a process counts of its work, in the text format of Prometheus.

Every process counts for itself, and a scrape reaches one of them; the label `process` keeps them
apart. Counted are pages by name, never addresses: those hold what a person answered.
"""

import hmac
import os
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest

from diagnostics.catalogue.current import current

ANSWERS = Histogram(
    "fixpath_answer_seconds",
    "Seconds until an answer was ready.",
    ["process", "page", "status"],
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3),
)
RELEASE = Gauge("fixpath_release", "Number of the release that pages are made from.", ["process"])

Answer = Callable[[HttpRequest], HttpResponse]


def count_answers(answer: Answer) -> Answer:
    """Middleware that takes the time of every answer."""

    def counted(request: HttpRequest) -> HttpResponse:
        start = perf_counter()
        response = answer(request)
        match = request.resolver_match
        page = (match.view_name if match else "") or "other"
        ANSWERS.labels(os.getpid(), page, response.status_code).observe(perf_counter() - start)
        return response

    return counted


def metrics(request: HttpRequest) -> HttpResponse:
    """The counts, for those who have the token, or who ask from this machine where none is set."""
    if not _is_allowed(request):
        return HttpResponseNotFound()
    RELEASE.labels(os.getpid()).set(current().number)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _is_allowed(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    is_near = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return is_near and "X-Forwarded-For" not in request.headers
