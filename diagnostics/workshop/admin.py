"""Registers the screens of the workshop with Django admin."""

from diagnostics.workshop import (  # noqa: F401 - registered by being imported
    accounts,
    entries,
    inbox,
    own_account,
)
