"""All measurements, one after the other, or those that are named: `python -m tests.bench speed`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.bench.accuracy import accuracy  # noqa: E402
from tests.bench.browser import browser  # noqa: E402
from tests.bench.growth import growth  # noqa: E402
from tests.bench.memory import memory  # noqa: E402
from tests.bench.pages import pages  # noqa: E402
from tests.bench.publishing import publishing  # noqa: E402
from tests.bench.reliability import reliability  # noqa: E402
from tests.bench.speed import speed  # noqa: E402

PARTS = (accuracy, reliability, speed, growth, publishing, memory, pages, browser)

for part in PARTS:
    if part.__name__ in sys.argv[1:] or len(sys.argv) == 1:
        part()
        print(flush=True)
