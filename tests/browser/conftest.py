"""Chromium for browser tests."""

import os
import shutil

import pytest
from django.conf import settings
from django.test.utils import override_settings
from playwright.sync_api import expect

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop running


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium where there is one; root may run it only without its sandbox."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}


@pytest.fixture(scope="session", autouse=True)
def plain_static_names():
    """Django's live server finds static files by their plain names only."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="session", autouse=True)
def prepared(shipped):
    """The slow part of a release, before a browser waits for it."""
    expect.set_options(timeout=20_000)  # a busy machine may take its time
    return shipped.reader, shipped.engine.answer_tables, shipped.index
