"""What users do about their own account: switching the second factor on and off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from diagnostics.workshop.second_factor import (
    CodeForm,
    qr_code,
    recovery_codes_left,
    secret,
    set_up,
    switch_off,
    switch_on,
)
from diagnostics.workshop.site import render_screen, screen


@screen("second-factor/", name="second_factor")
@sensitive_post_parameters()
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's own second factor: off, being set up, or on.

    A form says which step it takes, so that one sent twice, or from an old page, does nothing.
    """
    devices = TOTPDevice.objects.devices_for_user(request.user)
    device = devices.order_by("-confirmed").first()
    step = request.POST.get("step")
    if device is None:
        return _off(request, step)
    return _on(request, step) if device.confirmed else _being_set_up(request, step, device)


def _off(request: HttpRequest, step: str | None) -> HttpResponse:
    if step == "set-up":
        set_up(request.user)
        return redirect("admin:second_factor")
    return _page(request, "off")


def _being_set_up(request: HttpRequest, step: str | None, device: TOTPDevice) -> HttpResponse:
    if step == "cancel":
        device.delete()
        return redirect("admin:second_factor")
    form = CodeForm(request.user, request.POST if step == "confirm" else None, device=device)
    if form.is_valid():
        codes = switch_on(device)
        remember_device(request, device)
        return _page(request, "just-on", codes=codes)
    return _page(request, "set-up", form, secret=secret(device), qr_code=qr_code(device))


def _on(request: HttpRequest, step: str | None) -> HttpResponse:
    form = CodeForm(request.user, request.POST if step == "switch-off" else None)
    if form.is_valid():
        switch_off(request.user, author=request.user)
        messages.success(request, _("The second factor is off."))
        return redirect("admin:second_factor")
    return _page(request, "on", form, left=recovery_codes_left(request.user))


def _page(
    request: HttpRequest, state: str, form: CodeForm | None = None, **context: object
) -> HttpResponse:
    return render_screen(
        request,
        "admin/workshop/second_factor.html",
        {"state": state, "form": form, **context},
        title=_("Second factor"),
        status=form.status if form else 200,
    )
