"""A small catalogue on the desks of two editors."""

import pytest

from diagnostics.catalogue.models import Change
from tests.drafts import write_drafts
from tests.workshop.browsing import Desk


@pytest.fixture
def desk(db, small_content, admin_user, django_user_model):
    """The small catalogue as drafts, and two editors."""
    write_drafts(small_content)
    Change.objects.all().delete()
    other = django_user_model.objects.create_superuser("ben", password="x")
    return Desk(admin_user, other)
