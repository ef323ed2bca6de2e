"""How often one connection may send something in. No address is kept: its hash is, for an hour."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

EACH = 6  # from one address within the period
ALL = 120  # from everybody, so that many addresses cannot fill the inbox either
PERIOD = 3600  # seconds


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
