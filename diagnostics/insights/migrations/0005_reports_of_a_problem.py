from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0004_dismissed_proposals'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['problem', 'reason', 'language'], name='reports_of_a_problem'),
        ),
    ]
