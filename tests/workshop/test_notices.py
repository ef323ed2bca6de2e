"""Publishers tell visitors what is the matter, and the log tells who told what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diagnostics.catalogue import notices
from diagnostics.catalogue.models import Change, Notice
from tests.workshop.accounts import user_as

LIST = "/admin/catalogue/notice/"
ADD = f"{LIST}add/"


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(notices._holder, "notices", ())


@pytest.fixture
def publisher(db, client):
    client.force_login(user_as("Publisher", "paul"))
    return client


def form(**changes):
    now = timezone.now()
    starts, expires = now - timedelta(minutes=5), now + timedelta(hours=1)
    values = {
        "text_en": "Slow.",
        "text_zh_hans": "很慢。",
        "provider": "",
        "link": "",
        "starts_0": f"{starts:%Y-%m-%d}",
        "starts_1": f"{starts:%H:%M:%S}",
        "expires_0": f"{expires:%Y-%m-%d}",
        "expires_1": f"{expires:%H:%M:%S}",
    }
    return values | changes


def test_a_notice_is_shown_when_it_is_saved_and_gone_when_it_is_deleted(
    publisher, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert publisher.post(ADD, form()).status_code == 302
    [held] = notices.active(timezone.now())
    assert held.texts == {"en": "Slow.", "zh-hans": "很慢。"}
    row = Notice.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        publisher.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert notices.active(timezone.now()) == ()


def test_each_change_is_in_the_log_with_its_author(publisher):
    publisher.post(ADD, form())
    row = Notice.objects.get()
    publisher.post(f"{LIST}{row.pk}/change/", form(text_en="Very slow."))
    publisher.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    told = Change.objects.order_by("pk")
    assert [(c.author.username, c.kind, c.slug, c.action) for c in told] == [
        ("paul", "notices", str(row.pk), action) for action in ("added", "changed", "removed")
    ]
    assert ["text (English)", "Slow.", "Very slow."] in told[1].fields
    assert row.author.username == "paul"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text_zh_hans": ""}, "This field is required."),
        ({"expires_0": "2020-01-01"}, "It must expire after it starts."),
        ({"expires_0": "2099-01-01"}, "It must expire within 30 days of its start."),
        ({"link": "http://example.com"}, "Enter an https:// address."),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(publisher, changes, sentence):
    page = publisher.post(ADD, form(**changes)).content.decode()
    assert sentence in page
    assert "Slow.</textarea>" in page
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("Viewer", 200), ("Editor", 200), ("Nobody", 403)])
def test_others_look_and_only_publishers_write(db, client, role, status):
    client.force_login(user_as(role))
    assert client.get(LIST).status_code == status
    assert client.post(ADD, form()).status_code == 403
    assert not Notice.objects.exists()
