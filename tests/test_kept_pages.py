"""Pages are made once for a release, and nothing is kept that is not for everybody."""

import pytest
from django.core.cache import caches
from django.test import override_settings

from diagnostics.catalogue.compiled import CompiledRelease

KEPT = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
}


@pytest.fixture(autouse=True)
def kept():
    with override_settings(CACHES=KEPT):
        caches["pages"].clear()
        yield


@pytest.fixture
def made(monkeypatch):
    """Names of the templates that were rendered."""
    from diagnostics.web import rendering  # noqa: PLC0415

    names = []
    render = rendering.render

    def counted(request, template, *args, **kwargs):
        names.append(template)
        return render(request, template, *args, **kwargs)

    monkeypatch.setattr(rendering, "render", counted)
    return names


@pytest.mark.parametrize("address", ["/codes/429/", "/zh-hans/cases/rate-limited/", "/?x=1"])
def test_a_page_is_made_once(release, client, made, address):
    first, second = client.get(address), client.get(address)
    assert len(made) == 1
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_languages_parts_and_hosts_are_kept_apart(release, client, made):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    pages = [
        client.get("/codes/429/"),
        client.get("/zh-hans/codes/429/"),
        client.get("/codes/429/", headers=part),
        client.get("/codes/429/", headers={"host": "localhost"}),
    ]
    assert len(made) == len({page.content for page in pages}) == 4


def test_a_new_release_shows_at_once(release, client, made, monkeypatch):
    client.get("/codes/429/")
    from diagnostics.catalogue import current  # noqa: PLC0415

    monkeypatch.setattr(current._holder, "release", CompiledRelease(7, release.content))
    client.get("/codes/429/")
    assert len(made) == 2


def test_what_was_pasted_and_what_is_missing_is_never_kept(release, client, made):
    for _ in range(2):
        client.post("/diagnose/", {"text": ""})
        client.get("/cases/no-such-case/")
    assert len(made) == 4
    assert not caches["pages"]._cache
