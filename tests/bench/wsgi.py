"""The real application with the yardstick added."""

from django.conf import settings

import config.wsgi

settings.ROOT_URLCONF = "tests.bench.urls"
application = config.wsgi.application
