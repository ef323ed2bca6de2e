"""The WSGI entry point that the server loads."""

import os

import django

from config.handler import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

application = Utf8Handler()

from diagnostics.catalogue import current, notices  # noqa: E402 - needs Django to be set up
from diagnostics.insights import counting  # noqa: E402

# The release is compiled before the first visitor comes, not while they wait.
current.current()
notices.refresh()
current.watch()
counting.keep_writing()
