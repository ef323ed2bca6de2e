"""What a request claims about its encoding does not matter."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from config.handler import Utf8Handler

FORM = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n429\r\n--x--\r\n'


pytestmark = pytest.mark.django_db


def answer(path: str, kind: str, body: bytes = b"") -> tuple[str, str]:
    """The status of the answer, and its page."""
    said = []
    environ = RequestFactory().generic("POST" if body else "GET", path, body, kind).environ
    environ |= {"CONTENT_TYPE": kind, "wsgi.input": BytesIO(body)}
    pages = Utf8Handler()(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(pages).decode()


@pytest.mark.parametrize("charset", ["rot13", "idna", "undefined", "utf-7", "utf-16", '"hex"'])
def test_no_encoding_breaks_an_address_or_a_form(release, charset):
    plain = answer("/search/?q=429+%5Cud800+%2B2AA-", "text/html")
    assert plain[0] == "200 OK"
    assert answer("/search/?q=429+%5Cud800+%2B2AA-", f"text/html; charset={charset}") == plain
    kind = f"multipart/form-data; charset={charset}; boundary=x"
    assert answer("/diagnose/", kind, FORM)[0] == "303 See Other"
    kind = f"application/x-www-form-urlencoded;charset={charset}"
    assert answer("/diagnose/", kind, b"text=429")[0] == "303 See Other"
