"""Notices are shown from their start to their end, on every process and without a query."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone as now_of

from diagnostics.catalogue import notices
from diagnostics.catalogue.models import Notice, Provider

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(notices._holder, "notices", ())


def notice(**changes):
    now = now_of.now()
    values = {"text_en": "Slow.", "text_zh_hans": "很慢。", "starts": now, "expires": now + HOUR}
    return Notice(**values | changes)


def shown(now):
    return [n.texts["en"] for n in notices.active(now)]


def test_a_notice_is_shown_from_its_start_to_its_end(db):
    starts = now_of.now() + HOUR
    notice(starts=starts, expires=starts + HOUR).save()
    notices.refresh()
    seconds = [starts - timedelta(seconds=1), starts, starts + HOUR - timedelta(seconds=1)]
    assert [shown(moment) for moment in seconds] == [[], ["Slow."], ["Slow."]]
    assert shown(starts + HOUR) == []


def test_both_languages_and_the_provider_are_held(db):
    provider = Provider.objects.create(slug="openai", name_en="OpenAI", name_zh_hans="OpenAI")
    notice(provider=provider, link="https://example.com/").save()
    notices.refresh()
    [held] = notices.active(now_of.now())
    assert held.texts == {"en": "Slow.", "zh-hans": "很慢。"}
    assert (held.provider, held.link) == ("openai", "https://example.com/")


def test_a_notice_that_is_deleted_is_gone(db):
    row = notice()
    row.save()
    notices.refresh()
    row.delete()
    notices.refresh()
    assert notices.active(now_of.now()) == ()


def test_without_a_database_the_present_notices_stay(db, monkeypatch):
    notice().save()
    notices.refresh()

    def gone(*_args, **_options):
        raise DatabaseError

    monkeypatch.setattr(notices.Notice.objects.__class__, "filter", gone)
    with pytest.raises(DatabaseError):
        Notice.objects.filter()
    notices.refresh()
    assert shown(now_of.now()) == ["Slow."]


def test_what_is_shown_needs_no_query(db, django_assert_num_queries):
    notice().save()
    notices.refresh()
    with django_assert_num_queries(0):
        assert shown(now_of.now()) == ["Slow."]


def test_a_page_is_another_one_for_other_notices_only(db):
    now = now_of.now()
    assert notices.fingerprint(now) == ""
    notice(starts=now, expires=now + HOUR).save()
    notices.refresh()
    first = notices.fingerprint(now)
    notices.refresh()
    assert notices.fingerprint(now) == first != ""
    Notice.objects.update(text_en="Fast.")
    notices.refresh()
    assert notices.fingerprint(now) not in {first, ""}
    assert notices.fingerprint(now + HOUR) == ""


START = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"expires": START}, "expires"),
        ({"expires": START + timedelta(days=30, seconds=1)}, "expires"),
        ({"link": "http://example.com/"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"text_en": ""}, "text_en"),
        ({"text_zh_hans": ""}, "text_zh_hans"),
        ({"expires": None}, "expires"),
    ],
)
def test_what_would_be_no_use_to_visitors_is_refused(db, changes, field):
    with pytest.raises(ValidationError) as problem:
        notice(**{"starts": START, "expires": START + HOUR} | changes).full_clean()
    # Django names the text in the language of the request besides.
    assert set(problem.value.message_dict) - {"text"} == {field}


def test_thirty_days_are_allowed(db):
    notice(starts=START, expires=START + timedelta(days=30)).full_clean()
