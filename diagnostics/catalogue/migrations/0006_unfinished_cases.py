
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_editions_and_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='unfinished',
            field=models.BooleanField(default=False, editable=False, help_text='Left out of checks, trials, releases and exports until it is complete.', verbose_name='in the works'),
        ),
    ]
