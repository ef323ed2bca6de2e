"""What every page has in common: one template for page and fragment, headers, languages."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.web.reading import body, heading, links, main

ALLOWED_BY_HASH = ("<style>{{ inline_style }}</style>", "<script>{{ inline_script }}</script>")
LATER = {"Sec-Fetch-Site": "same-origin"}
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
PATHS = [
    "/",
    "/diagnose/",
    "/codes/",
    "/codes/429/",
    "/cases/",
    "/cases/rate-limited/",
    "/providers/",
    "/search/?q=429",
    "/guides/",
    "/guides/images/",
    "/glossary/",
    "/glossary/token/",
]
TEMPLATES = [file for file in Path("templates").rglob("*.html") if "admin" not in file.parts]


@pytest.mark.parametrize("path", PATHS)
def test_page_and_fragment_say_the_same(release, client, path):
    page, fragment = client.get(path), client.get(path, headers=FRAGMENT)
    assert heading(page) == heading(fragment)
    assert "HX-Request-Type" in page.headers["Vary"]
    assert "HX-Request-Type" in fragment.headers["Vary"]
    assert "<main" not in body(fragment)
    assert re.search(r"<h1[^>]* autofocus", body(fragment))
    assert not re.search(r"<h1[^>]* autofocus", body(page))


def test_restoring_history_gets_the_whole_page(release, client):
    headers = {
        "HX-Request": "true",
        "HX-History-Restore-Request": "true",
        "HX-Request-Type": "full",
    }
    assert "<main" in body(client.get("/codes/429/", headers=headers))


def test_a_fragment_brings_its_language_link_along(release, client):
    fragment = client.get("/codes/429/", headers=FRAGMENT)
    assert 'id="language" hx-swap-oob="true"' in body(fragment)
    assert "/zh-hans/codes/429/" in links(fragment)


@pytest.mark.parametrize("path", PATHS)
def test_each_page_names_its_other_language(release, client, path):
    page = body(client.get(path))
    assert f'hreflang="zh-hans" href="http://testserver/zh-hans{path}"' in page
    assert f'hreflang="en" href="http://testserver{path}"' in page


@pytest.mark.parametrize("path", PATHS)
def test_pages_set_no_cookie_and_can_be_cached(release, client, path):
    response = client.get(path)
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert "Cookie" not in response.headers["Vary"]


def test_the_policy_forbids_everything_foreign(release, client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("file", TEMPLATES, ids=str)
def test_no_template_holds_what_the_policy_forbids(file):
    html = file.read_text()
    for allowed in ALLOWED_BY_HASH:
        html = html.replace(allowed, "")
    assert not re.search(r"<style|\bstyle=|\bon[a-z]+=|javascript:|hx-on|js:", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


def test_htmx_attributes_stand_in_the_places_that_need_them():
    holders = {str(file) for file in TEMPLATES if re.search(r"\bhx-[a-z]", file.read_text())}
    assert holders == {
        "templates/layouts/page.html",
        "templates/web/parts/announced.html",
        "templates/web/parts/language.html",
        "templates/web/search.html",
    }


def test_every_text_of_the_pages_is_translated():
    catalogue = Path("diagnostics/locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    assert not re.search(r'^msgstr(\[0\])? ""\n(?!")', catalogue.split("\n\n", 1)[1], re.MULTILINE)


def test_the_script_stays_small():
    assert len(Path("static/js/site.js").read_text().splitlines()) < 100


def test_an_unknown_address_has_a_page(release, client):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert heading(response) == "There is no such page"
    assert "/zh-hans/" in links(response)


def test_an_error_of_ours_has_a_page_without_details(release, client, monkeypatch):
    def fail(*args):
        raise RuntimeError("the secret detail")

    monkeypatch.setattr("diagnostics.web.flow.present", fail)
    client.raise_request_exception = False
    response = client.get("/diagnose/?status=400")
    assert response.status_code == 500
    assert heading(response) == "Something failed on our side"
    assert "the secret detail" not in body(response)


def test_home_leads_to_codes_causes_and_questions(release, client):
    response = client.get("/")
    assert heading(response) == "Why did the request fail?"
    for target in (
        "/diagnose/",
        "/codes/429/",
        "/codes/5xx/",
        "/codes/none/",
        "/cases/rate-limited/",
    ):
        assert target in links(response)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [("", ("Codes", "Guides", "Glossary")), ("/zh-hans", ("状态码", "指南", "术语表"))],
)
def test_head_and_foot_lead_everywhere(release, client, prefix, names):
    page = body(client.get(f"{prefix}/"))
    frame = page.split("<main")[0], page.split("</main>")[1]
    for part in frame:
        for folder in ("codes", "cases", "providers", "guides", "glossary"):
            assert f'href="{prefix}/{folder}/"' in part
        assert all(name in part for name in names)


def test_home_speaks_chinese(release, client):
    response = client.get("/zh-hans/")
    assert heading(response) == "请求为什么失败？"
    assert "最常见的原因" in main(response)


@pytest.mark.parametrize("path", [*PATHS, "/nowhere/"])
def test_a_link_to_a_page_has_a_preview(release, client, path):
    page = body(client.get(path))
    title = re.search("<title>(.*?)</title>", page)[1]
    assert f'<meta property="og:title" content="{title}">' in page
    assert 'property="og:description"' in page


def test_the_picture_of_the_preview_is_small(release, client):
    assert 'property="og:image" content="http://testserver/static/img/share' in body(
        client.get("/")
    )
    assert Path("static/img/share.png").stat().st_size < 30_000


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 8_000),
        ("/diagnose/?signal=context-length-both-numbers&status=400", 8_000),
        ("/diagnose/?status=400&ask=message", 8_000),
        ("/map/", 12_000),
    ],
)
def test_pages_travel_compressed_and_small(release, client, path, most):
    response = client.get(path, headers={"Accept-Encoding": "gzip", **LATER})
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) <= most


@pytest.mark.parametrize("file", TEMPLATES, ids=str)
def test_every_heading_with_a_place_of_its_own_is_a_link_to_it(file):
    headings = re.findall(r'<h2 id="(.+?)">(.*?)</h2>', file.read_text(), re.DOTALL)
    unlinked = [place for place, said in headings if "<a " not in said]
    assert set(unlinked) <= {"question", "group-{{ group.slug }}"}  # in the middle of a form


@pytest.mark.parametrize("tag", ["style", "script"])
def test_what_the_first_page_carries_inside_is_what_its_policy_allows(release, client, tag):
    response = client.get("/", headers={"Sec-Fetch-Site": "cross-site"})
    text = re.search(rf"<{tag}>(.*?)</{tag}>", response.content.decode(), re.DOTALL)[1]
    digest = b64encode(sha256(text.encode()).digest()).decode()
    assert f"{tag}-src 'self' 'sha256-{digest}'" in response["Content-Security-Policy"]


def test_a_later_page_finds_style_and_script_kept(release, client):
    page = client.get("/", headers=LATER)
    text = page.content.decode()
    assert ("<style>" in text, "<script>" in text) == (False, False)
    assert "css/site" in text
    assert "Sec-Fetch-Site" in page["Vary"]
