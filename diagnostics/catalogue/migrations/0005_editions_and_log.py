import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_keywords"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="release",
            options={
                "ordering": ["-number"],
                "permissions": [
                    ("publish_release", "Can publish the drafts and go back to a release"),
                    ("import_catalogue", "Can replace the drafts by a file"),
                ],
            },
        ),
        migrations.AddField("case", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("guide", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("keyword", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("phrase", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("provider", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("question", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("remark", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("statuscode", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("term", "edition", models.PositiveIntegerField(default=1, editable=False)),
        migrations.CreateModel(
            name="OutdatedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pair", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(help_text="The language that was left behind.", max_length=10)),
                ("since", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="when")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("changed", "changed"),
                            ("removed", "removed"),
                            ("published", "published"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                (
                    "kind",
                    models.CharField(help_text="Such as cases or releases.", max_length=20, verbose_name="kind"),
                ),
                ("slug", models.CharField(max_length=150, verbose_name="entry")),
                ("edition", models.PositiveIntegerField(help_text="Of the entry, after the change.", null=True)),
                (
                    "fields",
                    models.JSONField(default=list, help_text="[field, before, after]", verbose_name="fields"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["kind", "slug"], name="changes_of_an_entry")],
            },
        ),
    ]
