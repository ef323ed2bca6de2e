"""The lists answer questions, with as many queries for many entries as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnostics.catalogue.files import as_data
from diagnostics.catalogue.models import Alias, Case, Release
from diagnostics.catalogue.transfer import export_content
from diagnostics.insights.models import Count

LIST = "/admin/catalogue/case/"
SLUG = "rate-limited"


@pytest.fixture
def case(desk):
    return Case.objects.get(slug=SLUG)


def counted(name=SLUG, days=1, **times):
    day = timezone.now().date() - timedelta(days=days)
    for what, number in times.items():
        Count.objects.create(
            day=day, release=1, what=what.replace("_", "-"), name=name, times=number
        )


def found(desk, question):
    return [row.slug for row in desk.ann.get(LIST, question).context["cl"].result_list]


def listed(desk):
    return {row.slug: row for row in desk.ann.get(LIST).context["cl"].result_list}


def test_the_list_takes_the_same_queries_for_fifty_cases(desk, django_assert_num_queries):
    desk.ann.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.ann.get(LIST)
    assert len(few) <= 8
    for number in range(50):
        new = Case.objects.create(slug=f"case-{number}", position=number)
        new.sources.create(title="x", url="https://example.org/", verified="2026-01-01")
        counted(new.slug, case_shown=3, case_solved=20)
    with django_assert_num_queries(len(few)):
        desk.ann.get(LIST)


def test_the_day_of_a_case_is_that_of_its_oldest_source(desk, case):
    case.sources.all().delete()
    for day in ("2026-03-01", "2025-12-31", "2026-02-01"):
        case.sources.create(title="x", url="https://example.org/", verified=day)
    assert listed(desk)[SLUG].verified == "2025-12-31"


def test_cases_that_nobody_has_verified_for_long_are_found(desk, case):
    new = timezone.now().date().isoformat()
    old = (timezone.now() - timedelta(days=91)).date().isoformat()
    for each in Case.objects.all():
        each.sources.all().delete()
        each.sources.create(title="x", url="https://example.org/", verified=new)
    case.sources.create(title="x", url="https://example.org/", verified=old)
    assert found(desk, {"unverified": "yes"}) == [SLUG]


def test_counts_of_90_days_are_shown_under_earlier_slugs_too(desk, case):
    counted(case_shown=5, case_solved=8, case_no_help=2)
    counted("old-name", case_shown=7)
    counted(days=100, case_shown=1000)
    Alias.objects.create(old="old-name", new=SLUG)
    row = listed(desk)[SLUG]
    assert (row.shown, row.solved, row.no_help, row.unhelped) == (12, 8, 2, 0.2)


def test_cases_at_which_nobody_arrives_are_found(desk, case):
    counted(case_shown=1)
    others = {c.slug for c in Case.objects.exclude(pk=case.pk)}
    assert set(found(desk, {"unused": "yes"})) == others


def test_the_least_helpful_come_first_and_few_answers_say_nothing(desk):
    counted("rate-limited", case_solved=9, case_no_help=1)
    counted("invalid-api-key", case_solved=5, case_no_help=5)
    counted("context-length-exceeded", case_no_help=9)
    page = desk.ann.get(LIST)
    specs = page.context["cl"].filter_specs
    filters = {getattr(spec, "parameter_name", None): spec for spec in specs}
    [link] = [
        choice["query_string"]
        for choice in filters["help"].choices(page.context["cl"])
        if "help=yes" in choice["query_string"]
    ]
    rows = desk.ann.get(LIST + link).context["cl"].result_list
    assert [row.slug for row in rows] == ["invalid-api-key", "rate-limited"]


def test_a_missing_translation_is_found_in_the_case_and_in_its_rows(desk, case):
    assert found(desk, {"missing": "zh_hans"}) == []
    case.steps.filter(position=0).update(text_zh_hans="")
    assert found(desk, {"missing": "zh_hans"}) == [SLUG]
    Case.objects.filter(slug="invalid-api-key").update(cause_zh_hans=None)
    assert set(found(desk, {"missing": "zh_hans"})) == {SLUG, "invalid-api-key"}
    assert found(desk, {"missing": "en"}) == []


def test_an_optional_text_is_missing_only_where_it_exists_in_the_other_language(desk, case):
    Case.objects.update(wait_en=None, wait_zh_hans=None)
    assert found(desk, {"missing": "zh_hans"}) == []
    Case.objects.filter(pk=case.pk).update(wait_en="A minute.")
    assert found(desk, {"missing": "zh_hans"}) == [SLUG]


def test_cases_that_changed_since_the_last_release_are_found(desk, case):
    Release.objects.create(number=1, snapshot=as_data(export_content()))
    assert found(desk, {"unpublished": "yes"}) == []
    desk.saved(case, desk.opened(case) | {"title_en": "Slow down"})
    assert found(desk, {"unpublished": "yes"}) == [SLUG]


@pytest.mark.parametrize("words", [SLUG, "too many", "频", "429"])
def test_a_case_is_found_by_slug_title_and_message(desk, case, words):
    Case.objects.filter(pk=case.pk).update(
        title_en="Too many requests", title_zh_hans="请求太频繁", message="429 slow"
    )
    assert SLUG in found(desk, {"q": words})


def test_a_case_is_found_by_its_patterns(desk, case):
    case.patterns.create(slug="x", match="zebra", grade="likely", example="zebra")
    assert found(desk, {"q": "zebra"}) == [SLUG]


def test_a_reference_is_found_by_typing(desk, case):
    query = {
        "term": "rate-lim",
        "app_label": "catalogue",
        "model_name": "related",
        "field_name": "case",
    }
    results = desk.ann.get("/admin/autocomplete/", query).json()["results"]
    assert results == [{"id": str(case.pk), "text": SLUG}]
