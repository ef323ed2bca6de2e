"""What all tests share: the shipped content as a release, and settings for plain HTTP."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test.utils import override_settings

from diagnostics.catalogue import current
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import read_content
from diagnostics.catalogue.schema import Content
from tests.drafts import few_cases, smallest, write_drafts


@pytest.fixture(scope="session", autouse=True)
def plain_http() -> Iterator[None]:
    """Tests speak HTTP, whatever the environment says, and see each page made anew.

    Their passwords are hashed in no time.
    """
    no_pages = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    with override_settings(
        CACHES={**settings.CACHES, "pages": no_pages},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
    ):
        yield


@pytest.fixture(scope="session")
def shipped() -> CompiledRelease:
    """The shipped content, compiled once."""
    return CompiledRelease(0, read_content())


@pytest.fixture
def release(shipped: CompiledRelease, monkeypatch: pytest.MonkeyPatch) -> CompiledRelease:
    """The shipped content as what visitors see."""
    monkeypatch.setattr(current._holder, "release", shipped)
    return shipped


@pytest.fixture(scope="session")
def small(shipped: CompiledRelease) -> Content:
    """A few of the shipped cases."""
    return few_cases(shipped.content)


@pytest.fixture
def drafts(db, tmp_path, settings, small: Content, shipped: CompiledRelease) -> Iterator[Content]:
    """A few cases as drafts, and no release yet: visitors see the shipped content."""
    settings.VAR_DIR = tmp_path
    current.forget()
    current._holder.release = shipped
    write_drafts(small)
    yield small
    current.forget()


@pytest.fixture(scope="session")
def small_content() -> Content:
    """Very little of everything, for tests of the screens."""
    return smallest(read_content())
