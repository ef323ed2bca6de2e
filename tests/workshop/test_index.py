"""The front page of the workshop and the navigation: what waits, and where everything is."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from diagnostics.catalogue.editing import changing
from diagnostics.catalogue.models import Case, CaseSource, Release
from diagnostics.catalogue.publishing import publish
from diagnostics.catalogue.unfinished import begin
from diagnostics.insights.models import Report
from diagnostics.workshop import todo

FRONT = "/admin/"


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The numbers of one test are not those of the next."""
    todo._compared.cache_clear()


@pytest.fixture
def published(drafts, admin_user, django_capture_on_commit_callbacks):
    """The drafts as the release that visitors see, verified today."""
    CaseSource.objects.update(verified=timezone.now().date().isoformat())
    with django_capture_on_commit_callbacks(execute=True):
        publish(admin_user, overrule="A test.")


def shown(client, path=FRONT):
    return client.get(path).content.decode()


def words(html):
    return " ".join(strip_tags(html).split())


def to_do(client):
    """The tasks of the front page: their number and address by their words."""
    part = shown(client).split('id="to-do"')[1].split("</section>")[0]
    lines = re.findall(r'<li><(?:a href="(.*?)"|span)><strong>(\d+)</strong> (.*?)</', part)
    return {text: (int(number), address) for address, number, text in lines}


def groups(client):
    """The names of the lines of the front page by the name of their group."""
    sections = re.findall(r'<section class="module".*?</section>', shown(client), re.DOTALL)
    return {
        re.search(r"<h2[^>]*>(.*?)</h2>", section)[1]: re.findall(
            r"<li>\s*<span>(?:<a [^>]*>)?([^<]+)", section
        )
        for section in sections
    }


def staff(client, *permissions):
    """Sign in as somebody who may do only this."""
    user = User.objects.create_user("lee", password="secret", is_staff=True)
    names = [permission.split(".") for permission in permissions]
    for app, name in names:
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=name)
        )
    client.force_login(user)
    return client


def test_nothing_waits_right_after_publishing(published, admin_client):
    page = words(shown(admin_client))
    assert to_do_is_empty(page)
    assert re.search(
        r"Visitors see release 1, published on .* by admin\. The drafts are the same", page
    )


def to_do_is_empty(page):
    return "Nothing waits for you." in page


def test_each_number_leads_to_where_it_is_dealt_with(published, admin_client, admin_user):
    case = Case.objects.get(slug="rate-limited")
    with changing(case, admin_user):
        Case.objects.filter(pk=case.pk).update(title_en="")
    old = (timezone.now() - timedelta(days=91)).date().isoformat()
    source = CaseSource.objects.filter(case__slug="invalid-api-key").first()
    CaseSource.objects.filter(pk=source.pk).update(verified=old)
    begin(Case(slug="kettle"), admin_user)
    Report.objects.receive("teapot error 418", facts=[], release=1, language="en")
    assert to_do(admin_client) == {
        "new problem in the inbox": (1, "/admin/insights/problem/?state__exact=new"),
        "draft is not complete": (1, "/admin/try/"),
        "entries changed since the release": (2, "/admin/catalogue/release/publish/"),
        "case in the works": (1, "/admin/catalogue/case/?unfinished__exact=1"),
        "cases not verified for 90 days": (2, "/admin/catalogue/case/?unverified=yes"),
    }


def test_before_the_first_release_the_page_says_so(drafts, admin_client):
    assert "Nothing has been published yet" in words(shown(admin_client))


def test_the_groups_follow_an_editors_work(drafts, admin_client):
    found = groups(admin_client)
    assert list(found)[:4] == [
        "Catalogue",
        "Check and publish",
        "What visitors tell",
        "People and log",
    ]
    assert found["Catalogue"][:6] == [
        *("Cases", "Questions", "Status codes", "Providers", "Guides", "Glossary")
    ]
    assert found["Check and publish"][:2] == ["Try it", "Map"]


def test_only_what_a_user_may_see_is_there(drafts, client):
    page = staff(client, "insights.view_problem")
    assert groups(page) == {"What visitors tell": ["Inbox"]}
    assert "entries changed" not in shown(page)


def test_whoever_may_not_see_releases_sees_the_number_without_a_link(published, client, admin_user):
    with changing(Case.objects.get(slug="rate-limited"), admin_user):
        Case.objects.filter(slug="rate-limited").update(title_en="Slow down")
    page = staff(client, "catalogue.view_case")
    assert to_do(page) == {"entry changed since the release": (1, "")}
    assert "/publish/" not in shown(page)


def test_whoever_may_see_nothing_is_told_what_to_do(db, client):
    assert "Ask an administrator for a role." in shown(staff(client))


def test_every_page_has_the_same_groups_beside_it_and_marks_where_one_is(drafts, admin_client):
    page = shown(admin_client, "/admin/catalogue/release/publish/")
    beside = page.split('id="nav-sidebar"')[1].split("</nav>")[0]
    assert re.findall(r"<caption>(.*?)</caption>", beside) == list(groups(admin_client))
    assert re.findall(r'aria-current="page">(.*?)<', beside) == ["Publish"]


def test_the_number_of_queries_does_not_grow_with_the_catalogue(published, admin_client):
    def queries():
        todo._compared.cache_clear()
        with CaptureQueriesContext(connection) as first:
            shown(admin_client)
        with CaptureQueriesContext(connection) as again:
            shown(admin_client)
        return len(first), len(again)

    few = queries()
    for number in range(47):
        Case.objects.create(slug=f"case-{number}", group="size", prior="rare", retry="now")
    assert queries() == few
    assert few[1] <= 10


def test_a_release_is_read_without_its_content(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        release = todo.published()
        assert release.author.username == "admin"
    assert "snapshot" in Release.get_deferred_fields(release)
