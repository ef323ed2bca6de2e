"""The WSGI entry point that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from diagnostics.catalogue import current  # noqa: E402 - needs Django to be set up

# The release is compiled before the first visitor comes, not while they wait.
current.current()
current.watch()
