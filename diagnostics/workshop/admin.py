"""Registers the screens of the workshop with Django admin."""

from diagnostics.workshop import entries, figures, inbox, proposals  # noqa: F401 - registered by being imported
