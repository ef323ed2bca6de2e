"""A link shows what is not published, to those who have it and as long as it works."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diagnostics.catalogue import current, previews
from diagnostics.catalogue.models import Case, Preview, Release
from diagnostics.catalogue.publishing import publish
from diagnostics.web.preview import COOKIE

SLUG = "rate-limited"
MAKE = "/admin/catalogue/preview/make/"
PAGE = f"/cases/{SLUG}/"


@pytest.fixture
def live(drafts, django_capture_on_commit_callbacks):
    """Release 1 is live; the drafts have another title since."""
    previews._kept.clear()
    with django_capture_on_commit_callbacks(execute=True):
        release = publish()
    Case.objects.filter(slug=SLUG).update(title_en="Preview title", title_zh_hans="预览标题")
    yield release
    previews._kept.clear()


@pytest.fixture
def link(live, admin_client):
    """A link to the drafts of this moment, as the workshop says it."""
    answer = admin_client.post(MAKE, {"days": 7}, follow=True)
    return re.search(r"http://testserver(/preview/[^<\s]+)", read(answer)).group(1)


@pytest.fixture
def stranger(link):
    """Somebody without an account who has opened the link."""
    visitor = Client()
    assert visitor.get(link).headers["Location"] == "/"
    return visitor


def read(page):
    return page.content.decode()


def test_a_stranger_sees_the_whole_site_as_it_would_be_in_both_languages(stranger, client):
    page = stranger.get(PAGE)
    assert "<h1" in read(page)
    assert "Preview title" in read(page)
    assert "Preview of a draft" in read(page)
    assert "预览标题" in read(stranger.get(f"/zh-hans{PAGE}"))
    assert stranger.get("/api/v1/releases/current").json() == {"number": 0}
    assert "Preview title" not in read(client.get(PAGE))


def test_a_page_of_a_preview_is_kept_by_nobody_and_found_by_no_search(stranger, client):
    page = stranger.get(PAGE)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "public" in client.get(PAGE).headers["Cache-Control"]


def test_pages_that_were_kept_and_pages_of_a_preview_never_mix(stranger, client, settings):
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "mixing"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    client.get(PAGE)
    assert "Preview title" in read(stranger.get(PAGE))
    other = f"/zh-hans{PAGE}"
    assert "预览标题" in read(stranger.get(other))
    assert "预览标题" not in read(client.get(other))


def test_the_cookie_ends_with_the_link_and_is_closed_to_scripts(link):
    answer = Client().get(link)
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert timedelta(days=6.9) < timedelta(seconds=cookie["max-age"]) <= timedelta(days=7)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_needs_tls_where_the_site_has_it(link, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert Client().get(link).cookies[COOKIE]["secure"] is True


def test_leaving_leads_to_the_real_site(stranger):
    assert stranger.get("/preview/leave/").status_code == 405
    assert stranger.post("/preview/leave/").headers["Location"] == "/"
    assert "Preview title" not in read(stranger.get(PAGE))


def test_a_link_whose_time_is_over_leads_nowhere(link, stranger):
    Preview.objects.update(expires=timezone.now())
    page = Client().get(link)
    assert page.status_code == 410
    assert "This preview has ended" in read(page)
    assert page.headers["Cache-Control"] == "no-store"
    ended = stranger.get(PAGE)
    assert ended.status_code == 410
    assert "Preview title" not in read(stranger.get(PAGE))  # the cookie is gone: the real site
    assert stranger.get(PAGE).status_code == 200


def test_a_link_that_was_made_up_is_no_page(live):
    page = Client().get("/preview/1:made-up/")
    assert page.status_code == 404
    assert "There is no such preview" in read(page)
    visitor = Client()
    visitor.cookies[COOKIE] = "1:made-up"
    assert visitor.get(PAGE).status_code == 410
    assert visitor.get(PAGE).status_code == 200


def test_a_withdrawn_link_ends_at_once_and_its_drafts_are_not_kept(stranger, admin_client):
    [preview] = Preview.objects.all()
    chosen = {"action": "withdraw", "_selected_action": [preview.pk]}
    admin_client.post("/admin/catalogue/preview/", chosen)
    assert stranger.get(PAGE).status_code == 410
    preview.refresh_from_db()
    assert preview.snapshot is None


def test_drafts_of_links_that_have_ended_go_when_the_next_link_is_made(link, admin_client):
    Preview.objects.update(expires=timezone.now())
    admin_client.post(MAKE, {"days": 1})
    assert [p.snapshot is None for p in Preview.objects.order_by("pk")] == [True, False]


def test_a_preview_of_drafts_stays_as_it_was_when_it_was_made(stranger):
    Case.objects.filter(slug=SLUG).update(title_en="Later title")
    assert "Preview title" in read(stranger.get(PAGE))


def test_an_earlier_release_can_be_shown(live, admin_client, django_capture_on_commit_callbacks):
    first = current.current().pages("en").cases[SLUG].title
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    admin_client.post(MAKE, {"days": 1, "release": 1})
    visitor = Client()
    visitor.get(f"/preview/{previews.token(Preview.objects.get())}/")
    page = read(visitor.get(PAGE))
    assert first in page
    assert "Preview of release 1" in page


def test_drafts_that_no_page_can_be_made_from_have_no_link(live, admin_client):
    Case.objects.filter(slug=SLUG).update(title_en="")
    answer = admin_client.post(MAKE, {"days": 1}, follow=True)
    assert "No page can be made from this yet" in read(answer)
    assert not Preview.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"days": 2}, {"days": 1, "release": "x"}])
def test_a_form_that_cannot_be_taken_makes_no_link(live, admin_client, fields):
    assert "Choose for how long" in read(admin_client.post(MAKE, fields, follow=True))
    assert not Preview.objects.exists()


def test_the_workshop_never_shows_a_preview_as_live(link, admin_client):
    admin_client.get(link)
    seen = []
    review = "diagnostics.workshop.publish.review_drafts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review, lambda texts: seen.append(current.is_preview()) or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            admin_client.get("/admin/catalogue/release/publish/")
    assert seen == [False]


def test_a_page_tells_whether_it_is_a_preview(shipped):
    assert not current.is_preview()
    with current.previewing(shipped):
        assert current.is_preview()
        assert current.current() is shipped
    assert not current.is_preview()


def test_at_most_two_previews_are_held_in_memory(live):
    links = []
    for number in range(3):
        Case.objects.filter(slug=SLUG).update(title_en=f"Title {number}")
        links.append(previews.make(1))
    for preview in links:
        assert previews.compiled(preview).pages("en").cases[SLUG].title.startswith("Title")
    assert list(previews._kept) == [links[1].pk, links[2].pk]


def test_the_live_release_is_not_compiled_twice_for_a_preview(live):
    preview = previews.make(1, release=Release.objects.get(number=1))
    assert previews.compiled(preview) is current.live()


def test_visitors_without_the_cookie_pay_nothing(live, client, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(0):
        client.get(PAGE)


def test_the_list_of_links_takes_as_many_queries_for_many(
    live, admin_client, django_assert_max_num_queries
):
    release = Release.objects.get(number=1)
    previews.make(1, release=release)
    with django_assert_max_num_queries(10) as few:
        admin_client.get("/admin/catalogue/preview/")
    for _ in range(5):
        previews.make(1, release=release)
    with django_assert_max_num_queries(len(few)):
        admin_client.get("/admin/catalogue/preview/")


def test_a_preview_is_not_counted(stranger, client):
    diagnosis = "/diagnose/?status=429"
    assert hasattr(client.get(diagnosis), "counts")
    assert not hasattr(stranger.get(diagnosis), "counts")
