from collections import defaultdict

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def group_reports(apps, schema_editor):
    """Every fingerprint becomes a problem, with the state that its reports shared."""
    Report, Problem = (apps.get_model("insights", name) for name in ("Report", "Problem"))
    groups = defaultdict(list)
    for report in Report.objects.order_by("received"):
        groups[report.fingerprint].append(report)
    for fingerprint, reports in groups.items():
        newest = reports[-1]
        problem = Problem.objects.create(
            fingerprint=fingerprint,
            text=newest.text,
            times=len(reports),
            first=reports[0].received,
            last=newest.received,
            state="closed" if newest.state == "closed" else "new",
        )
        Report.objects.filter(pk__in=[report.pk for report in reports]).update(problem=problem)


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_initial"),
        ("catalogue", "0005_editions_and_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=16, unique=True, verbose_name="fingerprint")),
                ("text", models.TextField(help_text="As it was sent last.", verbose_name="text, redacted")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="reports")),
                ("first", models.DateTimeField(verbose_name="first")),
                ("last", models.DateTimeField(verbose_name="last")),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("confirmed", "cause known"), ("closed", "closed")],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        help_text="Every release is tried on problems whose cause is known.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="problems",
                        to="catalogue.case",
                        verbose_name="true cause",
                    ),
                ),
            ],
            options={
                "ordering": ["-times", "-last"],
                "indexes": [models.Index(fields=["state", "-times"], name="frequent_problems")],
            },
        ),
        migrations.AddField(
            "report",
            "problem",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="insights.problem",
                verbose_name="problem",
            ),
        ),
        migrations.RunPython(group_reports, migrations.RunPython.noop),
    ]
