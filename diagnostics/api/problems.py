"""Errors as problem documents (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

TITLES = {
    400: "The request cannot be read",
    404: "There is no such entry",
    405: "The method is not allowed",
    413: "The text is too long",
    422: "The request has a wrong field",
}


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """A problem document with a sentence that says what to do."""
    title = TITLES.get(status, "The request failed")
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def no_such_entry(_request: HttpRequest, rest: str) -> HttpResponse:
    """The answer to an address of the API that leads nowhere."""
    return problem(404, "There is nothing at this address. See /api/v1/openapi.json.")


def telling_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make the answer to a wrong method a problem document too, which django-ninja leaves open."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **path: Any) -> HttpResponse:
        response = view(request, *args, **path)
        if response.status_code != 405:
            return response
        allowed = response["Allow"]
        told = problem(405, f"Send {allowed} to this address. See /api/v1/openapi.json.")
        told["Allow"] = allowed
        return told

    return answer


def handle_problems(api: NinjaAPI, too_long: str) -> None:
    """Make every error of this API a problem document."""

    @api.exception_handler(HttpError)
    def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(RequestDataTooBig)
    def too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return problem(413, too_long)

    @api.exception_handler(ValidationError)
    def wrong_field(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [
            {"field": ".".join(map(str, e["loc"][1:])), "reason": e["msg"]} for e in error.errors
        ]
        return problem(422, "See “errors” for the fields that are wrong.", errors=fields)
