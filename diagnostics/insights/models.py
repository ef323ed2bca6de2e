"""Texts that were not recognised, sent in by the people who pasted them."""

import hashlib
import re
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnostics.intake import redact

LONGEST = 4000  # characters of a text that is kept

_VARYING = re.compile(r"[0-9a-f]*\d[0-9a-f-]*|\s+", re.IGNORECASE)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, many of which may be about the same error."""

    def receive(
        self, text: str, *, facts: Sequence[Sequence[str]], release: int, language: str
    ) -> "Report":
        """Keep a text, redacted once more. Raises `ValueError` when it is empty or too long."""
        clean = redact(text).text.strip()
        if not clean or len(clean) > LONGEST:
            msg = f"A report has 1 to {LONGEST} characters."
            raise ValueError(msg)
        return self.create(
            text=clean,
            facts=[list(pair) for pair in facts],
            fingerprint=fingerprint(clean),
            release=release,
            language=language,
        )

    def one_of_each(self) -> "ReportQuerySet":
        """The newest report of each fingerprint, with `times`: how many there are of it."""
        same = models.Subquery(
            self.model.objects.filter(fingerprint=models.OuterRef("fingerprint"))
            .order_by()
            .values("fingerprint")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        newest = self.order_by().values("fingerprint").annotate(newest=models.Max("pk"))
        return self.filter(pk__in=newest.values("newest")).annotate(times=same)


class Report(models.Model):
    """One text that a person sent in. It never changes; only what became of it does."""

    class State(models.TextChoices):
        """What the editors did with it."""

        NEW = "new", _("new")
        KEPT = "kept", _("kept for the catalogue")
        CLOSED = "closed", _("closed")

    received = models.DateTimeField(_("received"), auto_now_add=True)
    text = models.TextField(_("text, redacted"), max_length=LONGEST)
    facts = models.JSONField(_("what was read"), default=list)
    fingerprint = models.CharField(_("fingerprint"), max_length=16, db_index=True)
    release = models.PositiveIntegerField(_("release"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.NEW)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received"]

    def __str__(self) -> str:
        return f"{self.received:%Y-%m-%d} {self.text[:60]}"


def fingerprint(text: str) -> str:
    """The same for texts that differ only in numbers, ids, spaces and case."""
    normal = _VARYING.sub(" ", text.lower()).strip()
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]
