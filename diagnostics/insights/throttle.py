"""How often one connection may send something in. No address is kept: its hash is, for an hour."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

EACH = 6  # from one address within the period
ALL = 120  # from everybody, so that many addresses cannot fill the inbox either
PERIOD = 3600  # seconds


def address_of(request: HttpRequest) -> str:
    """Where a request came from; behind our proxy, what the proxy says."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def allowed(address: str) -> bool:
    """Count one more, and say whether it is within the limits."""
    name = salted_hmac("diagnostics.insights.throttle", address, algorithm="sha256").hexdigest()
    return _count(f"sent-{name[:32]}") <= EACH and _count("sent-all") <= ALL


def _count(key: str) -> int:
    cache.add(key, 0, PERIOD)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        cache.set(key, 1, PERIOD)
        return 1
