"""The numbers and names that were read from a text, in words and put to use."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diagnostics.engine import Facts

# What `limit` and `requested` mean where they count tokens; elsewhere they are only numbers.
TOO_MANY = {
    "context-length-exceeded": _(
        "You sent %(sent)s tokens, the model takes %(limit)s: about %(over)s too many."
    ),
    "max-output-tokens-too-large": _(
        "You allowed an answer of up to %(sent)s tokens, the model gives at most %(limit)s."
    ),
    "embedding-input-too-large": _(
        "The piece of text has %(sent)s tokens, the model takes %(limit)s: about %(over)s too many."
    ),
}
BOTH = _("The message names a limit of %(limit)s; %(sent)s was asked for.")
LIMIT = _("The limit is %(limit)s tokens.")
WAIT = _("The message asks you to wait %(time)s before sending again.")
SIZE = _("The request is %(size)s in size.")

SETTING = _("The message names the setting “%(name)s”. Start with that one.")
ABOUT_SETTINGS = frozenset(
    ("unsupported-parameter", "reasoning-setting-rejected", "max-output-tokens-too-large")
)

MEGABYTE = 1_000_000
KILOBYTE = 1_000


def sentences(case: str, facts: Facts) -> list[str]:
    """What the numbers and the setting in the text mean for someone who has this case."""
    quantities = facts.quantities
    said = [
        _setting(case, facts.parameter),
        _limits(case, quantities.get("limit"), quantities.get("requested")),
        _waiting(quantities.get("retry_after")),
        _size(quantities.get("size")),
    ]
    return [sentence for sentence in said if sentence]


def in_words(name: str, number: int) -> str:
    """One number with its unit, for a chip."""
    if name == "retry_after":
        return duration(number)
    return size(number) if name == "size" else f"{number:,}"


def about(number: int) -> str:
    """A number rounded to two digits: nobody counts 13,983 tokens."""
    step = 10 ** max(0, len(str(number)) - 2)
    return f"{round(number / step) * step:,}"


def duration(seconds: int) -> str:
    """Seconds as people say them."""
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def size(octets: int) -> str:
    """Bytes as people say them."""
    if octets >= MEGABYTE:
        return _("%(n)s MB") % {"n": f"{octets / MEGABYTE:,.1f}".removesuffix(".0")}
    if octets >= KILOBYTE:
        return _("%(n)s kB") % {"n": f"{octets / KILOBYTE:,.0f}"}
    return _("%(n)s bytes") % {"n": octets}


def _setting(case: str, parameter: str) -> str:
    return SETTING % {"name": parameter} if parameter and case in ABOUT_SETTINGS else ""


def _limits(case: str, limit: int | None, sent: int | None) -> str:
    if limit is None:
        return ""
    if sent is None:
        return LIMIT % {"limit": f"{limit:,}"} if case in TOO_MANY else ""
    template = TOO_MANY.get(case, BOTH) if sent > limit else BOTH
    words = {"limit": f"{limit:,}", "sent": f"{sent:,}", "over": about(max(0, sent - limit))}
    return template % words


def _waiting(seconds: int | None) -> str:
    return WAIT % {"time": duration(seconds)} if seconds else ""


def _size(octets: int | None) -> str:
    return SIZE % {"size": size(octets)} if octets else ""
