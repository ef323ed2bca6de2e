"""Users and codes for tests."""

from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db.models import F
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from diagnostics.workshop.second_factor import set_up, switch_on

PASSWORD = "a long night in Reykjavik"


def user_as(role: str, name: str = "") -> User:
    """A user with a role: the name of a group, or `Superuser`."""
    user = User.objects.create_user(
        name or role.lower(), password=PASSWORD, is_staff=True, is_superuser=role == "Superuser"
    )
    user.groups.set(Group.objects.filter(name=role))
    return user


def with_second_factor(user: User) -> tuple[TOTPDevice, list[str]]:
    """Switch it on; the app, and the recovery codes."""
    device = set_up(user)
    return device, switch_on(device)


def code_of(device: TOTPDevice, *, ahead: int = 0) -> str:
    """The code that the app shows, or will show so many half minutes from now."""
    return f"{totp(device.bin_key, drift=ahead):06}"


def wrong_code_of(device: TOTPDevice) -> str:
    """Six digits that the app shows neither now nor soon."""
    near = {code_of(device, ahead=steps) for steps in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def an_hour_passes() -> None:
    """For devices that were asked for a code."""
    TOTPDevice.objects.update(
        throttling_failure_timestamp=F("throttling_failure_timestamp") - timedelta(hours=1)
    )
