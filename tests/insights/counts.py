"""Counts for tests: a few by hand, or very many."""

import datetime

from django.db import connection
from django.utils import timezone

from diagnostics.insights.models import Count

MANY = 100_000


def counted(what, name, times, *, ago=0, release=1):
    """Something happened so many times, so many days ago."""
    day = timezone.localdate() - datetime.timedelta(ago)
    Count.objects.create(day=day, release=release, what=what, name=name, times=times)


def many_counts():
    """100,000 counts of 1,000 cases over 75 days and three releases."""
    today = timezone.localdate()
    kinds = ("case-shown", "case-recognised", "case-solved", "case-no-help")
    with connection.cursor() as cursor:  # a tenth of the time that rows as objects take
        cursor.executemany(
            "INSERT INTO insights_count (day, release, what, name, times) "
            "VALUES (%s, %s, %s, %s, %s)",
            [
                (
                    (today - datetime.timedelta(n // 4000 * 3)).isoformat(),
                    1 + n // 40_000,
                    kinds[n % 4],
                    f"case-{n // 4 % 1000}",
                    1 + n % 7,
                )
                for n in range(MANY)
            ],
        )
