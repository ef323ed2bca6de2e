"""What all tests share: the shipped content as a release, and settings for plain HTTP."""

import os
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test.utils import override_settings

from diagnostics.catalogue import current
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import read_content

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
SKIPPED: list[str] = []


def answers(url: str) -> bool:
    """Whether something listens at the host and port of an address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), 1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session", autouse=True)
def plain_http() -> Iterator[None]:
    """Tests speak HTTP, whatever the environment says."""
    with override_settings(
        SECURE_SSL_REDIRECT=False, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False
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


@pytest.fixture
def postgres() -> str:
    """The address of a PostgreSQL server, or a loud skip."""
    if answers(POSTGRES):
        return POSTGRES
    SKIPPED.append("PostgreSQL")
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"PostgreSQL does not answer at {POSTGRES}, and REQUIRE_SERVICES=1.")
    pytest.skip("PostgreSQL does not answer.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was not tested."""
    for service in sorted(set(SKIPPED)):
        terminalreporter.section(f"NOT TESTED: {service} did not answer", red=True, bold=True)
