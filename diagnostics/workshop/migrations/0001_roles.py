from django.db import migrations

from diagnostics.workshop.roles import give_permissions


class Migration(migrations.Migration):
    """The roles of editors. Going back leaves them, as users may have them."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("catalogue", "0005_editions_and_log"),
        ("insights", "0003_reports_of_problems"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: give_permissions(apps), migrations.RunPython.noop
        )
    ]
