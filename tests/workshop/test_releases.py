"""Publishing, comparing and going back, as those who may and those who may not."""

import re

import pytest

from diagnostics.catalogue.models import Case, Example, Release
from diagnostics.catalogue.publishing import publish
from diagnostics.insights.models import Problem, Report
from tests.workshop.accounts import user_as

LIST = "/admin/catalogue/release/"
PUBLISH = f"{LIST}publish/"
SLUG = "rate-limited"
KEY = "401 Incorrect API key provided"


@pytest.fixture
def published(drafts, django_capture_on_commit_callbacks):
    """The drafts as the current release."""
    with django_capture_on_commit_callbacks(execute=True):
        return publish(note="The first.")


@pytest.fixture
def viewer(client):
    """Somebody who may only look."""
    client.force_login(user_as("Viewer"))
    return client


def edit(title="Slow down"):
    Case.objects.filter(slug=SLUG).update(title_en=title)


def fail_a_check():
    Example.objects.create(case=Case.objects.get(slug=SLUG), text=KEY, position=99)


def form_of(page):
    """The hidden fields of the form as they stand on the page."""
    found = re.findall(r'name="(base|fingerprint)" value="([^"]*)"', page.content.decode())
    return dict(found)


def read(page):
    return page.content.decode()


def send(client, path=PUBLISH, seen=None, **fields):
    """Send a form as the page shows it."""
    return client.post(path, {**(seen or form_of(client.get(path))), **fields})


def test_the_page_shows_what_differs_word_by_word(published, admin_client):
    edit()
    page = read(admin_client.get(PUBLISH))
    assert "<ins>Slow</ins>" in page
    assert "1 entry differs" in page
    assert "All checks pass." in page


def test_what_is_published_is_in_the_list_with_author_and_note(published, admin_client):
    edit()
    assert send(admin_client, note="Faster.").headers["Location"] == LIST
    release = Release.objects.get(number=2)
    assert (release.author.username, release.note, release.changed) == ("admin", "Faster.", 1)


def test_a_published_change_is_on_the_page_and_a_draft_is_not(
    published, admin_client, client, django_capture_on_commit_callbacks
):
    edit()
    assert "Slow down" not in read(client.get(f"/cases/{SLUG}/"))
    with django_capture_on_commit_callbacks(execute=True):
        send(admin_client, note="Faster.")
    assert "Slow down" in read(client.get(f"/cases/{SLUG}/"))


def test_without_a_note_nothing_is_published(published, admin_client):
    page = send(admin_client, note=" ")
    assert page.status_code == 422
    assert "This field is required." in read(page)
    assert Release.objects.count() == 1


def test_a_failed_check_blocks_until_a_reason_is_written(published, admin_client):
    fail_a_check()
    page = send(admin_client, note="Keep me.")
    assert page.status_code == 422
    assert "is diagnosed as invalid-api-key" in read(page)
    assert "Keep me.</textarea>" in read(page)
    assert Release.objects.count() == 1
    assert send(admin_client, note="New.", overrule="It is ambiguous.").status_code == 302
    assert Release.objects.first().overruled == "It is ambiguous."
    assert "It is ambiguous." in read(admin_client.get(LIST))


def test_drafts_from_which_no_page_could_be_made_cannot_be_sent(published, admin_client):
    edit("")
    page = admin_client.get(PUBLISH)
    assert page.status_code == 200
    assert "No reason overrules this" in read(page)
    assert 'id="publish"' not in read(page)
    seen = {"base": 1, "fingerprint": "x"}
    assert send(admin_client, seen=seen, note="x", overrule="x").status_code == 409
    assert Release.objects.count() == 1


def test_a_case_in_the_works_is_named_and_stays_out(published, admin_client):
    Case.objects.filter(slug="invalid-api-key").update(unfinished=True)
    assert "still in the works" in read(admin_client.get(PUBLISH))


def test_a_known_problem_of_the_inbox_is_tried(published, admin_client):
    Report.objects.receive("What is this at all", facts=[], release=1, language="en")
    before = re.search(r"of (\d+) diagnoses", read(admin_client.get(PUBLISH))).group(1)
    Problem.objects.update(state="confirmed", case=Case.objects.get(slug=SLUG))
    after = re.search(r"of (\d+) diagnoses", read(admin_client.get(PUBLISH))).group(1)
    assert int(after) == int(before) + 1


def test_the_second_of_two_publishers_is_told_and_can_go_on(published, admin_client):
    edit()
    seen = form_of(admin_client.get(PUBLISH))
    send(admin_client, note="The first was faster.")
    edit("Wait then go")
    page = send(admin_client, seen=seen, note="Mine.")
    assert page.status_code == 409
    assert Release.objects.count() == 2
    assert "The first was faster." in read(page)
    assert "Release 2 by admin" in read(page)
    assert "Mine.</textarea>" in read(page)
    assert send(admin_client, seen=form_of(page), note="Mine.").status_code == 302
    assert Release.objects.first().note == "Mine."


def test_drafts_that_changed_after_the_review_are_shown_again(published, admin_client):
    seen = form_of(admin_client.get(PUBLISH))
    edit("Wait then go")
    page = send(admin_client, seen=seen, note="Mine.")
    assert page.status_code == 409
    assert "The drafts have changed since you looked at them." in read(page)
    assert "<ins>Wait</ins>" in read(page)
    assert Release.objects.count() == 1


def test_a_page_of_one_release_says_what_it_changed_and_holds(published, admin_client):
    edit()
    release = publish(note="Faster.")
    page = read(admin_client.get(f"{LIST}{release.pk}/change/"))
    assert "What it changed since release 1" in page
    assert "<ins>Slow</ins>" in page
    assert "<code>invalid-api-key</code>" in page


def test_two_ticked_releases_are_compared(published, admin_client):
    edit()
    publish()
    chosen = list(Release.objects.values_list("pk", flat=True))
    answer = admin_client.post(LIST, {"action": "compare_chosen", "_selected_action": chosen})
    assert answer.headers["Location"] == f"{LIST}compare/?from=1&to=2"
    assert "<ins>Slow</ins>" in read(admin_client.get(answer.headers["Location"]))
    one = admin_client.post(
        LIST, {"action": "compare_chosen", "_selected_action": chosen[:1]}, follow=True
    )
    assert "Tick two releases to compare." in read(one)


@pytest.mark.parametrize("query", ["", "?from=1", "?from=1&to=x", "?from=1&to=²", "?from=1&to=99"])
def test_a_comparison_with_nothing_is_no_page(published, admin_client, query):
    assert admin_client.get(f"{LIST}compare/{query}").status_code == 404


def test_going_back_shows_what_changes_and_takes_one_step(published, admin_client):
    edit()
    publish()
    back = f"{LIST}1/roll-back/"
    assert "<del>Slow</del>" in read(admin_client.get(back))
    assert send(admin_client, back).status_code == 302
    newest = Release.objects.first()
    assert (newest.number, newest.changed) == (3, 1)
    assert newest.snapshot == Release.objects.get(number=1).snapshot


def test_going_back_is_refused_when_somebody_published_meanwhile(published, admin_client):
    edit()
    back = f"{LIST}1/roll-back/"
    seen = form_of(admin_client.get(back))
    publish()
    page = send(admin_client, back, seen=seen)
    assert page.status_code == 409
    assert "Somebody else published" in read(page)
    assert Release.objects.count() == 2


def test_the_list_takes_as_many_queries_for_many_releases(
    published, admin_client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as few:
        admin_client.get(LIST)
    for number in range(2, 30):
        Release.objects.create(number=number, snapshot={})
    with django_assert_max_num_queries(len(few)) as many:
        page = read(admin_client.get(LIST))
    assert "Release 29" in page
    assert not [query for query in many if '"snapshot"' in query["sql"]]


def test_a_viewer_sees_everything_and_changes_nothing(published, viewer):
    edit()
    second = publish()
    for path in ("", "publish/", "compare/?from=1&to=2", f"{second.pk}/change/"):
        assert viewer.get(f"{LIST}{path}").status_code == 200
    assert 'id="publish"' not in read(viewer.get(PUBLISH))
    assert viewer.post(PUBLISH, {"note": "x"}).status_code == 403
    assert viewer.get(f"{LIST}1/roll-back/").status_code == 403
    assert viewer.post(f"{LIST}1/roll-back/").status_code == 403
    assert viewer.post("/admin/catalogue/preview/make/", {"days": 1}).status_code == 403
    assert viewer.get("/admin/catalogue/preview/").status_code == 403
    assert Release.objects.count() == 2


@pytest.mark.parametrize("path", ["", "publish/", "compare/", "1/roll-back/"])
def test_a_stranger_is_sent_to_the_login(db, client, path):
    answer = client.get(f"{LIST}{path}")
    assert answer.headers["Location"] == f"/admin/login/?next={LIST}{path}"


def test_text_that_was_sent_in_is_escaped(published, admin_client, monkeypatch):
    from diagnostics.catalogue import trials  # noqa: PLC0415

    Report.objects.receive("<script>x</script> fails", facts=[], release=1, language="en")
    Problem.objects.update(state="confirmed", case=Case.objects.get(slug=SLUG))
    monkeypatch.setattr(trials, "diagnosed", lambda release, text: f"of release {release.number}")
    page = read(admin_client.get(PUBLISH))
    assert "&lt;script&gt;x&lt;/script&gt; fails" in page
    assert "<script>x" not in page
