"""Run the tests that touch the database once more, on PostgreSQL.

The server is at TEST_DATABASE_URL, or at the standard local port. Where none answers, that is said
loudly; with REQUIRE_SERVICES=1 it is a failure.
"""

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
PARALLEL = ("-n", "auto", "--dist", "loadfile")
# Of the workshop, what asks the database for more than rows: filters, marks, figures, the inbox.
WORKSHOP = [
    f"tests/workshop/test_{name}.py" for name in ("filters", "inbox", "insights", "languages")
]
TESTS = ("tests/catalogue", "tests/insights", "tests/api", *WORKSHOP)


def answers(url: str) -> bool:
    """Whether something listens at the host and port of an address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), 1):
            return True
    except OSError:
        return False


def main() -> int:
    """Return the exit status."""
    if answers(URL):
        command = [sys.executable, "-m", "pytest", "--create-db", *PARALLEL, *TESTS]
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": URL})
    print(f"\n*** NOT TESTED: PostgreSQL does not answer at {urlsplit(URL).hostname}. ***\n")
    return int(os.environ.get("REQUIRE_SERVICES") == "1")


if __name__ == "__main__":
    sys.exit(main())
