"""The second factor: codes from an app on one's phone, and recovery codes for when it is lost."""

from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timesince import timeuntil
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from diagnostics.catalogue.history import record_row
from diagnostics.catalogue.models import Change

RECOVERY_CODES = 10


class CodeForm(forms.Form):
    """Takes a code of a user's own; `device` is then what it came from.

    device: the only one that is asked, for an app that is being set up.
    """

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "The six digits that your app shows now, or one of your recovery codes."
        ),
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )

    def __init__(self, user: Any, data: Any = None, *, device: Device | None = None) -> None:
        super().__init__(data)
        self.user = user
        self.device = device
        if device:
            self.fields["code"].help_text = _("The six digits that the app shows now.")

    @property
    def status(self) -> int:
        """The status of the answer that shows this form."""
        if self.has_error("code", "throttled"):
            return 429
        return 422 if self.errors else 200

    def clean_code(self) -> str:
        """Refuse a wrong code, and every code for a while after wrong ones."""
        code = "".join(self.cleaned_data["code"].split()).lower()
        device = self.device or _device(self.user, code)
        if device:
            _refuse_haste(device)
            if verify_token(self.user, device.persistent_id, code):
                self.device = device
                return code
        raise ValidationError(
            _("This code is wrong, or was used before. Wait for the next one and enter that."),
            code="wrong",
        )


def is_on(user: Any) -> bool:
    """Whether a user has switched on the second factor."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def is_passed(user: Any) -> bool:
    """Whether a user has given a code in this session, or needs none."""
    return not is_on(user) or user.is_verified()


def recovery_codes_left(user: Any) -> int:
    """How many recovery codes a user has not used yet."""
    return StaticToken.objects.filter(device__user=user).count()


def set_up(user: Any) -> TOTPDevice:
    """A secret for an app. Nothing asks for its codes before `switch_on`."""
    return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})[0]


def switch_on(device: TOTPDevice) -> list[str]:
    """Ask for the codes of this app from now on; the recovery codes are returned only here."""
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    with transaction.atomic():
        device.confirmed = True
        device.save(update_fields=["confirmed"])  # the rest was changed by the code just now
        recovery = StaticDevice.objects.create(user=device.user, name="recovery codes")
        StaticToken.objects.bulk_create(StaticToken(device=recovery, token=code) for code in codes)
        _record(device.user, device.user, None, "on")
    return codes


def switch_off(user: Any, author: Any) -> None:
    """Forget the app and the recovery codes of a user: the password is enough again."""
    with transaction.atomic():
        if is_on(user):
            _record(author, user, "on", None)
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def secret(device: TOTPDevice) -> str:
    """The secret in groups of four, as one types it into an app."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def qr_code(device: TOTPDevice) -> str:
    """What the camera of a phone reads, as the address of an image."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, light="white")


def _device(user: Any, code: str) -> Device | None:
    """Where a code can come from: apps show six digits, recovery codes are longer."""
    kind = TOTPDevice if len(code) == 6 else StaticDevice
    return kind.objects.devices_for_user(user, confirmed=True).first()


def _refuse_haste(device: Device) -> None:
    """Each wrong code doubles the time until the next one is looked at."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = why["locked_until"]
        seconds = max(1, round((until - now()).total_seconds()))
        wait = timeuntil(until) if seconds > 60 else _("%(n)s seconds") % {"n": seconds}
        msg = _("There were too many wrong codes. Try again in %(wait)s.") % {"wait": wait}
        raise ValidationError(msg, code="throttled")


def _record(author: Any, user: Any, before: str | None, after: str | None) -> None:
    fields = [("second factor", before, after)]
    record_row(author, Change.Action.CHANGED, "users", user.get_username(), fields)
