"""Registers the screens of the workshop with Django admin: importing them is all it takes."""

import diagnostics.workshop.accounts
import diagnostics.workshop.cases
import diagnostics.workshop.draftmap
import diagnostics.workshop.entries
import diagnostics.workshop.figures
import diagnostics.workshop.inbox
import diagnostics.workshop.log
import diagnostics.workshop.moving
import diagnostics.workshop.notices
import diagnostics.workshop.own_account
import diagnostics.workshop.preview
import diagnostics.workshop.proposals
import diagnostics.workshop.publish
import diagnostics.workshop.releases
import diagnostics.workshop.trying  # noqa: F401
