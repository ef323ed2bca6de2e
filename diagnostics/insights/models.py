"""What visitors choose to send in, and how often what happens: counts, never who or what text."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.catalogue.models import Case
from diagnostics.intake import redact

LONGEST = 4000  # characters of a text that is kept
TWICE = timedelta(minutes=1)  # within which the same report again is a second click

_VARYING = re.compile(r"[0-9a-f]*\d[0-9a-f-]*|\s+", re.IGNORECASE)


class Problem(models.Model):
    """An error that people sent in, however often, and what the editors do about it."""

    class State(models.TextChoices):
        """What the editors did with it."""

        NEW = "new", _("new")
        CONFIRMED = "confirmed", _("cause known")
        CLOSED = "closed", _("closed")

    fingerprint = models.CharField(_("fingerprint"), max_length=16, unique=True)
    text = models.TextField(_("text, redacted"), help_text=_("As it was sent last."))
    times = models.PositiveIntegerField(_("reports"), default=0)
    first = models.DateTimeField(_("first"))
    last = models.DateTimeField(_("last"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    case = models.ForeignKey(
        Case,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("true cause"),
        help_text=_("Every release is tried on problems whose cause is known."),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-times", "-last"]
        indexes = [models.Index(fields=["state", "-times"], name="frequent_problems")]

    def __str__(self) -> str:
        return self.text[:60]


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, many of which may be about the same problem."""

    def receive(
        self,
        text: str,
        *,
        facts: Sequence[Sequence[str]],
        release: int,
        language: str,
        reason: str = "not-recognised",
    ) -> "Report":
        """Keep a text, redacted once more; the same again within a minute is the same report.

        Raises `ValueError` when it is empty or too long.
        """
        clean = redact(text).text.strip()
        if not clean or len(clean) > LONGEST:
            msg = f"A report has 1 to {LONGEST} characters."
            raise ValueError(msg)
        said = {
            "text": clean,
            "facts": [list(pair) for pair in facts],
            "release": release,
            "language": language,
            "reason": reason,
        }
        now = timezone.now()
        with transaction.atomic():
            problem = _problem(clean, now)
            twin = problem.reports.filter(**said, received__gt=now - TWICE).first()
            if twin:
                return twin
            problem.text, problem.last, problem.times = clean, now, problem.times + 1
            problem.save(update_fields=["text", "last", "times"])
            return self.create(problem=problem, **said)


def _problem(text: str, now: datetime) -> Problem:
    """The problem that a text is about, locked so that of two clicks the second sees the first."""
    problem, _created = Problem.objects.select_for_update().get_or_create(
        fingerprint=fingerprint(text), defaults={"text": text, "first": now, "last": now}
    )
    return problem


class Report(models.Model):
    """One text that a person sent in. It never changes."""

    class Reason(models.TextChoices):
        """Why it was sent."""

        NOT_RECOGNISED = "not-recognised", _("not recognised")
        DID_NOT_HELP = "did-not-help", _("did not help")

    problem = models.ForeignKey(
        Problem, models.CASCADE, related_name="reports", verbose_name=_("problem")
    )
    received = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    reason = models.CharField(
        _("reason"), max_length=20, choices=Reason, default=Reason.NOT_RECOGNISED
    )
    text = models.TextField(_("text, redacted"), max_length=LONGEST)
    facts = models.JSONField(_("what was read"), default=list)
    release = models.PositiveIntegerField(_("release"))
    language = models.CharField(_("language"), max_length=10)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received"]
        indexes = [
            models.Index(fields=["problem", "reason", "language"], name="reports_of_a_problem")
        ]

    def __str__(self) -> str:
        return f"{self.received:%Y-%m-%d} {self.text[:60]}"


class Count(models.Model):
    """How often something happened on one day under one release.

    `name` is a slug of the catalogue or one of a few fixed words: nothing that a person typed.
    """

    class What(models.TextChoices):
        """What is counted, and what `name` is then."""

        CASE_SHOWN = "case-shown", _("shown")  # case that a diagnosis puts first
        CASE_RECOGNISED = "case-recognised", _("recognised")  # the same, where it is sure
        CASE_SOLVED = "case-solved", _("solved")  # case of which a step solved it
        CASE_NO_HELP = "case-no-help", _("did not help")  # case of which a step did not help
        QUESTION_ASKED = "question-asked", _("asked")  # question
        QUESTION_ANSWERED = "question-answered", _("answered")
        QUESTION_UNKNOWN = "question-unknown", _("I don't know")
        QUESTION_CHANGED = "question-changed", _("changed")
        PASTED = "pasted", _("pasted")  # verdict: recognised, likely, unclear
        SEARCHED = "searched", _("searched")  # found, nothing
        SOLVED_WITH = "solved-with", _("solved with")  # case question=value

    day = models.DateField(_("day"))
    release = models.PositiveIntegerField(_("release"))
    what = models.CharField(_("what"), max_length=20, choices=What)
    name = models.CharField(_("name"), max_length=200)
    times = models.PositiveIntegerField(_("times"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "name", "day", "release"], name="one_count_a_day_and_release"
            )
        ]
        indexes = [models.Index(fields=["day"], name="counts_of_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.name}: {self.times}"


class Dismissed(models.Model):
    """A proposal that an editor does not want to see again: this one, not another about the same.

    What it is about is told by slugs, so that it outlives an import.
    """

    kind = models.CharField(max_length=10)
    case = models.CharField(max_length=60)
    subject = models.CharField(max_length=125, blank=True)
    proposed = models.CharField(max_length=20)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "case", "subject", "proposed"], name="dismissed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case} {self.subject}: {self.proposed}"


def fingerprint(text: str) -> str:
    """The same for texts that differ only in numbers, ids, spaces and case."""
    normal = _VARYING.sub(" ", text.lower()).strip()
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]
