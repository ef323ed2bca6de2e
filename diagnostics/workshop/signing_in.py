"""What stands between a stranger and the workshop, besides the password."""

from collections.abc import Mapping
from typing import Any

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import login as remember_device
from django_otp.plugins.otp_static.models import StaticDevice

from diagnostics.workshop.second_factor import CodeForm, recovery_codes_left


def enter_code(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """The second step, for a user who has given the password and has a second factor.

    context: what every page of the admin needs.
    """
    if "leave" in request.POST:
        logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.user, request.POST or None)
    if form.is_valid():
        remember_device(request, form.device)
        request.session.cycle_key()  # whoever knew the session of half a sign-in has none now
        if isinstance(form.device, StaticDevice):
            messages.warning(request, _codes_left(request.user))
        return HttpResponseRedirect(_next(request))
    context = {**context, "title": _("Second step"), "form": form}
    return render(request, "admin/workshop/second_step.html", context, status=form.status)


def locked_out(request: HttpRequest, _response: Any, credentials: Any) -> HttpResponse:
    """The answer after too many wrong passwords: the same whether or not there is such a user."""
    last = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials), ip_address=request.axes_ip_address
    ).first()
    until = (last.attempt_time if last else now()) + get_cool_off(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Too many wrong passwords"),
        "until": until,
    }
    response = render(request, "admin/workshop/locked_out.html", context, status=429)
    response["Retry-After"] = str(max(1, round((until - now()).total_seconds())))
    add_never_cache_headers(response)
    return response


def _next(request: HttpRequest) -> str:
    """Where the user wanted to go; never to another host."""
    address = request.GET.get("next", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return address
    return reverse("admin:index")


def _codes_left(user: Any) -> str:
    left = recovery_codes_left(user)
    said = ngettext(
        "You have %(left)s recovery code left. Switch the second factor off and on for new ones.",
        "You have %(left)s recovery codes left. Switch the second factor off and on for new ones.",
        left,
    )
    return said % {"left": left}
