"""What is removed when it has been kept long enough."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from diagnostics.insights.models import Count, Problem, Report


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows of each kind."""

    counts: int
    reports: int
    problems: int


def prune(*, dry_run: bool = False) -> Removed:
    """Remove counts and reports that are older than the settings say.

    A problem without reports goes too, unless its cause is known: then every release is tried on
    it. dry_run: only tell what would go.
    """
    with transaction.atomic():
        removed = _remove()
        transaction.set_rollback(dry_run)
    return removed


def _remove() -> Removed:
    first_day = timezone.localdate() - timedelta(settings.INSIGHTS_KEEP_DAYS)
    first_moment = timezone.now() - timedelta(settings.REPORTS_KEEP_DAYS)
    counts, _ = Count.objects.filter(day__lt=first_day).delete()
    reports, _ = Report.objects.filter(received__lt=first_moment).delete()
    empty = Problem.objects.filter(reports=None).exclude(state=Problem.State.CONFIRMED)
    problems, _ = empty.delete()
    return Removed(counts, reports, problems)
