
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_unfinished_cases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='What is the matter and since when. Plain text.', max_length=300, verbose_name='text')),
                ('text_en', models.CharField(help_text='What is the matter and since when. Plain text.', max_length=300, null=True, verbose_name='text')),
                ('text_zh_hans', models.CharField(help_text='What is the matter and since when. Plain text.', max_length=300, null=True, verbose_name='text')),
                ('link', models.CharField(blank=True, help_text='An https:// address where people can read more.', max_length=300, validators=[django.core.validators.URLValidator(message='Enter an https:// address.', schemes=['https'])], verbose_name='link')),
                ('starts', models.DateTimeField(default=django.utils.timezone.now, help_text='In UTC.', verbose_name='starts')),
                ('expires', models.DateTimeField(help_text='When it disappears by itself, in UTC, at most 30 days after it starts.', verbose_name='expires')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('provider', models.ForeignKey(blank=True, help_text='Whom it is about. Its name and its status page are shown with the text.', null=True, on_delete=django.db.models.deletion.SET_NULL, to='catalogue.provider', verbose_name='provider')),
            ],
            options={
                'ordering': ['-expires', '-pk'],
            },
        ),
    ]
