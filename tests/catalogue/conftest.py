"""Drafts that hold the shipped content, and no release yet."""

import pytest

from diagnostics.catalogue import current
from diagnostics.catalogue.files import read_content
from diagnostics.catalogue.transfer import import_content


@pytest.fixture
def drafts(db, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    current.forget()
    content = read_content()
    import_content(content)
    yield content
    current.forget()
