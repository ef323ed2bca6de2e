"""What is kept, for how long, and what goes."""

import datetime
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.utils import timezone

from diagnostics.insights.models import Count, Problem, Report
from tests.insights.counts import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.INSIGHTS_KEEP_DAYS = 30
    settings.REPORTS_KEEP_DAYS = 10


def reported(text, *ago, state="new"):
    """One problem with a report for each of so many days ago."""
    for days in ago:
        report = Report.objects.receive(text, facts=[], release=1, language="en")
        received = timezone.now() - datetime.timedelta(days)
        Report.objects.filter(pk=report.pk).update(received=received)
    Problem.objects.filter(pk=report.problem_id).update(state=state)


def pruned(capsys, *options):
    call_command("insights", "prune", *options)
    return capsys.readouterr().out.strip()


def test_counts_go_after_their_days_and_not_before(capsys):
    for ago in (0, 30, 31, 400):
        counted("searched", "found", 1, ago=ago)
    assert pruned(capsys) == "Removed: counts 2, reports 0, problems 0."
    oldest = Count.objects.order_by("day").first()
    assert timezone.localdate() - oldest.day == datetime.timedelta(30)


def test_old_reports_go_and_a_problem_goes_with_its_last_one(capsys):
    reported("teapot", 11, 12)
    reported("kettle", 9, 11)
    assert pruned(capsys) == "Removed: counts 0, reports 3, problems 1."
    assert [(p.text, p.reports.count()) for p in Problem.objects.all()] == [("kettle", 1)]


def test_a_problem_whose_cause_is_known_stays_as_a_text_for_trials(capsys):
    reported("teapot", 11, state="confirmed")
    reported("kettle", 11, state="closed")
    pruned(capsys)
    assert [p.text for p in Problem.objects.all()] == ["teapot"]
    assert not Report.objects.exists()


def test_a_dry_run_says_the_same_and_removes_nothing(capsys):
    counted("searched", "found", 1, ago=31)
    reported("teapot", 11)
    said = pruned(capsys, "--dry-run")
    assert said == "Would remove: counts 1, reports 1, problems 1."
    assert (Count.objects.count(), Report.objects.count(), Problem.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["INSIGHTS_KEEP_DAYS", "REPORTS_KEEP_DAYS"])
@pytest.mark.parametrize("value", ["0", "-1", "ten", ""])
def test_a_wrong_number_of_days_stops_the_start_with_a_sentence(name, value):
    start = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 1
    sentence = f"The environment variable {name} has a wrong value: expected a number of days"
    assert sentence in start.stderr
