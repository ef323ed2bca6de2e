"""Registers the screens of the workshop with Django admin."""

from diagnostics.workshop import cases, entries, inbox, log  # noqa: F401 - registered by import
