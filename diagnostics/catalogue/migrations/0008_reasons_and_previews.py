import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MARK = "\nOverruled: "  # a reason stood at the end of the note so far


def tell(apps, _editor):
    """Give the releases that exist their reason and the number of entries that they changed."""
    releases = apps.get_model("catalogue", "Release").objects
    before = {}
    for key in releases.order_by("number").values_list("pk", flat=True):
        release = releases.get(pk=key)
        now = entries(release.snapshot)
        release.changed = sum(now.get(name) != before.get(name) for name in {*now, *before})
        release.note, _mark, release.overruled = f"\n{release.note}".partition(MARK)
        release.note = release.note.strip()
        release.save(update_fields=["changed", "note", "overruled"])
        before = now


def entries(snapshot):
    return {
        (kind, node.get("slug") or node.get("old")): node
        for kind, nodes in snapshot.items()
        for node in nodes
    }


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "release",
            "changed",
            models.PositiveIntegerField(
                default=0, help_text="Since the release before.", verbose_name="entries changed"
            ),
        ),
        migrations.AddField(
            "release",
            "overruled",
            models.TextField(
                blank=True, help_text="Why it was published although a check failed."
            ),
        ),
        migrations.AlterField(
            "release",
            "note",
            models.TextField(blank=True, help_text="What changed, for the list of releases."),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("expires", models.DateTimeField(db_index=True)),
                ("snapshot", models.JSONField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        help_text="None for drafts.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.release",
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
    ]
