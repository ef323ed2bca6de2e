"""The log on the screen: who changed what, word by word, and never one query a line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue.models import Case, Change
from diagnostics.catalogue.renaming import rename

LOG = "/admin/catalogue/change/"
SLUG = "rate-limited"


@pytest.fixture
def case(desk):
    return Case.objects.get(slug=SLUG)


def change(slug=SLUG, before="old words", after="new words", **options):
    return Change.objects.create(
        action="changed", kind="cases", slug=slug, fields=[["title", before, after]], **options
    )


def test_a_line_says_who_changed_what_word_by_word(desk, admin_user):
    change(author=admin_user)
    page = desk.ann.get(LOG).content.decode()
    assert "<del>old</del><ins>new</ins> words" in page
    assert "admin" in page


def test_the_log_takes_as_many_queries_for_many_lines_as_for_one(
    desk, admin_user, django_assert_num_queries
):
    change(author=admin_user)
    desk.ann.get(LOG)
    with CaptureQueriesContext(connection) as one:
        desk.ann.get(LOG)
    for number in range(40):
        change(slug=f"case-{number}", author=admin_user)
    with django_assert_num_queries(len(one)):
        desk.ann.get(LOG)


def test_long_texts_are_compared_on_the_page_of_the_change_only(desk):
    line = change(before="old " * 1000, after="new " * 1000)
    assert "<del>" not in desk.ann.get(LOG).content.decode()
    assert "<del>" in desk.ann.get(f"{LOG}{line.pk}/change/").content.decode()


def test_what_happened_cannot_be_changed(desk):
    line = change()
    assert desk.ann.post(f"{LOG}{line.pk}/change/", {"slug": "x"}).status_code == 403
    assert desk.ann.post(f"{LOG}{line.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.ann.get(f"{LOG}add/").status_code == 403


def test_the_history_of_an_entry_is_its_log_under_earlier_slugs_too(desk, case):
    change()
    change(slug="another")
    rename(case, "slow-down")
    response = desk.ann.get(desk.page(case, "history"), follow=True)
    shown = {row.slug for row in response.context["cl"].result_list}
    assert shown == {SLUG, "slow-down"}


def test_a_text_in_the_log_is_no_markup(desk):
    change(after="<script>alert(1)</script>")
    assert "<script>alert(1)" not in desk.ann.get(LOG).content.decode()


def test_a_line_leads_to_the_page_of_its_entry(desk, case):
    change()
    page = f"{LOG}entry/cases/{SLUG}/"
    assert page in desk.ann.get(LOG).content.decode()
    assert desk.ann.get(page).headers["Location"] == desk.page(case)
    gone = desk.ann.get(f"{LOG}entry/cases/gone/")
    assert gone.headers["Location"] == f"{LOG}?entry=cases%2Fgone"
    assert desk.ann.get(f"{LOG}entry/nonsense/gone/").status_code == 404


def test_nobody_else_reads_the_log(db, client):
    assert client.get(LOG).headers["Location"].startswith("/admin/login/")
