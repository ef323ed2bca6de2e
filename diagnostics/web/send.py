"""Sending to the maintainers what was not recognised or did not help: the only text that is kept.

The person sees exactly what would be kept, and nothing is kept before they press "send".
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from diagnostics.catalogue.current import current
from diagnostics.insights.models import LONGEST, Report
from diagnostics.insights.throttle import address_of, allowed
from diagnostics.intake import redact
from diagnostics.web.facts_url import from_query, pairs
from diagnostics.web.forms import SendForm, TellForm
from diagnostics.web.methods import require_safe
from diagnostics.web.rendering import page
from diagnostics.web.see_other import SeeOther
from diagnostics.web.state import State

GAP = "\n[…]\n"


def to_send(redacted: str) -> str:
    """What of a text would be sent: all of it, or its beginning and its end."""
    text = redacted.strip()
    if len(text) <= LONGEST:
        return text
    half = (LONGEST - len(GAP)) // 2
    return f"{text[:half]}{GAP}{text[-half:]}"


# No token, since nothing is kept here.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Show what would be sent of what a person tells after steps that did not help."""
    if request.method != "POST":
        return redirect("web:home")
    try:
        form = TellForm(request.POST)
        valid = form.is_valid()
    except RequestDataTooBig:
        return _refuse(request, _("That is too much for one report."), 413)
    context = {"form": form, "reason": Report.Reason.DID_NOT_HELP, **_known(request)}
    if valid:
        context["send"] = to_send(redact(form.cleaned_data["text"]).text)
    status = 200 if valid else form.status
    return page(request, "web/tell.html", context, status=status, address=context["back"])


# No token against forgery from other sites, since pages set no cookie: browsers say themselves
# where a form comes from.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Keep the text of the form for the maintainers."""
    if request.method != "POST":
        return redirect("web:home")
    if not _same_origin(request):
        return _refuse(request, _("This form came from another page than ours."), 403)
    try:
        form = SendForm(request.POST)
        valid = form.is_valid()
    except RequestDataTooBig:
        return _refuse(request, _("That is too much for one report."), 413)
    if not valid:
        text = to_send(form["text"].value() or "")
        return _refuse(request, form.errors["text"][0], form.status, text)
    return _receive(request, form)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say thanks, and what can be done in the meantime."""
    release = current()
    state = State(release, from_query(request.GET, release.engine, release.aliases).facts)
    response = page(request, "web/sent.html", {"back": pairs(state.facts) and state.address()})
    response["X-Robots-Tag"] = "noindex"
    return response


def _receive(request: HttpRequest, form: SendForm) -> HttpResponse:
    text = form.cleaned_data["text"]
    try:
        if allowed(address_of(request)):
            return _keep(request, text, form.cleaned_data["reason"])
    except (DatabaseError, RedisError):
        away = _("We cannot keep anything at the moment. Please try again later.")
        return _refuse(request, away, 503, text)
    much = _("Many reports came from your connection. Please try again in an hour.")
    return _refuse(request, much, 429, text)


def _keep(request: HttpRequest, text: str, reason: str) -> HttpResponse:
    release = current()
    facts = from_query(request.POST, release.engine, release.aliases).facts
    Report.objects.receive(
        text, facts=pairs(facts), release=release.number, language=get_language(), reason=reason
    )
    response = SeeOther(State(release, facts).address(page="web:sent"))
    patch_cache_control(response, no_store=True)
    return response


def _refuse(
    request: HttpRequest, refusal: str, status: int, text: str | None = None
) -> HttpResponse:
    """Say why nothing was kept; all stays in the form, where it was read at all."""
    context: dict[str, Any] = {"refusal": refusal}
    if text is not None:
        context |= {"send": text, "reason": request.POST.get("reason"), **_known(request)}
    return page(request, "web/not_sent.html", context, status=status)


def _known(request: HttpRequest) -> dict[str, Any]:
    """What was known when the form was shown, and the way back to it."""
    release = current()
    state = State(release, from_query(request.POST, release.engine, release.aliases).facts)
    return {"facts": pairs(state.facts), "back": state.address()}


def _same_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
