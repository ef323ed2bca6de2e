"""What is vendored is what its authors released."""

import hashlib
from pathlib import Path


def test_htmx_is_4_0_1():
    file = Path("static/vendor/htmx-4.0.1.min.js")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
