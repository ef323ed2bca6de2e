"""Registers the screens of the workshop with Django admin."""

from diagnostics.workshop import entries, inbox  # noqa: F401 - registered by being imported
