"""Registers the screens of the workshop with Django admin: importing them is all it takes."""

import diagnostics.workshop.accounts
import diagnostics.workshop.cases
import diagnostics.workshop.entries
import diagnostics.workshop.inbox
import diagnostics.workshop.log
import diagnostics.workshop.own_account  # noqa: F401
from diagnostics.workshop import entries, figures, inbox, proposals  # noqa: F401 - registered by being imported
from diagnostics.workshop import entries, inbox, trying  # noqa: F401 - registered by being imported
from diagnostics.workshop import draftmap, entries, inbox, trying  # noqa: F401 - registered by being imported
