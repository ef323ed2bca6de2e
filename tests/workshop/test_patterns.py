"""A pattern tells what it matches while it is written: its example, the drafts, the inbox."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnostics import intake
from diagnostics.catalogue.models import Case, Example, Phrase
from diagnostics.insights.models import Problem
from diagnostics.workshop import matching
from diagnostics.workshop.matching import SHOWN, pieces
from tests.workshop.browsing import values

ADDRESS = "/admin/try-pattern/"
SLUG, OTHER = "rate-limited", "invalid-api-key"


@pytest.fixture
def texts(drafts):
    """Only these examples: one of the case, one of another."""
    Example.objects.all().delete()
    own, other = Case.objects.get(slug=SLUG), Case.objects.get(slug=OTHER)
    own.examples.create(text='{"error": {"message": "Too many zebras, slow down"}}')
    other.examples.create(text="api.openai.com: zebras are no key")
    return own


@pytest.fixture
def tried(texts, admin_client):
    """What is answered about a pattern of the case."""

    def tried(match, **fields):
        address = f"{ADDRESS}?case={texts.pk}"
        return admin_client.post(address, {"match": match, **fields})

    return tried


def seen(matches):
    """Who is named, and the words that are marked."""
    marked = [[text for text, is_found in m.pieces if is_found] for m in matches.shown]
    return [(m.source["slug"], *words) for m, words in zip(matches.shown, marked, strict=True)]


def problem(text, times=3):
    now = timezone.now()
    return Problem.objects.create(fingerprint=text, text=text, times=times, first=now, last=now)


def test_examples_of_other_cases_come_before_those_of_the_own(tried):
    answer = tried("zebras")
    assert seen(answer.context["others"]) == [(OTHER, "zebras")]
    assert seen(answer.context["own"]) == [(SLUG, "zebras")]
    page = answer.content.decode()
    assert page.index(OTHER) < page.index(f">{SLUG}<")
    assert page.count("<mark>zebras</mark>") == 2


def test_a_pattern_is_looked_for_where_the_reader_looks(tried):
    assert seen(tried("message").context["own"]) == []  # the name of a field is no message
    assert seen(tried("message", place="anywhere").context["own"]) == [(SLUG, "message")]


def test_each_line_that_was_found_is_marked_and_one_that_must_not_be_keeps_a_text_out(tried):
    assert seen(tried("zebras\nslow").context["own"]) == [(SLUG, "zebras", "slow")]
    assert seen(tried("zebras\n!slow").context["own"]) == []


def test_whether_its_own_example_matches_is_told(tried):
    assert "Its own example matches." in tried("zebras", example="No ZEBRAS").content.decode()
    refused = tried("zebras", example="No horses").content.decode()
    assert "Its own example does not match" in refused


def test_a_pattern_that_matches_nothing_is_told_so(tried):
    said = "It is found in no example of any case"
    assert said in tried("horses").content.decode()
    assert said not in tried("zebras").content.decode()


def test_problems_of_the_inbox_are_shown_with_the_number_of_reports(tried):
    problem("Where are the horses?", times=7)
    page = tried("horses").content.decode()
    assert "7 reports" in page
    assert "<mark>horses</mark>" in page


def test_only_the_most_frequent_problems_are_looked_through(tried, monkeypatch):
    monkeypatch.setattr("diagnostics.workshop.patterns.FREQUENT", 1)
    problem("horses once", times=1)
    problem("horses twice", times=2)
    inbox = tried("horses").context["inbox"]
    assert [match.source.times for match in inbox.shown] == [2]


def test_the_problem_at_hand_is_told_first(texts, admin_client):
    at_hand = problem("Where are the horses?")
    address = f"{ADDRESS}?problem={at_hand.pk}"
    assert (
        "It is found in the problem at hand"
        in admin_client.post(address, {"match": "horses"}).content.decode()
    )
    assert (
        "It is not found in the problem at hand"
        in admin_client.post(address, {"match": "zebras"}).content.decode()
    )


def test_a_text_of_another_provider_does_not_count(tried):
    other = tried("zebras", providers='["deepseek"]').context["others"].shown[0]
    same = tried("zebras", providers='["openai"]').context["others"].shown[0]
    assert (other.counts, same.counts) == (False, True)
    assert len(tried("zebras", providers='["deepse').context["others"].shown) == 1


def test_of_many_texts_the_first_are_shown_and_the_rest_counted(tried, texts):
    Case.objects.get(slug=OTHER).examples.bulk_create(
        Example(case_id=Case.objects.get(slug=OTHER).pk, text=f"zebras {n}") for n in range(20)
    )
    others = tried("zebras").context["others"]
    assert (len(others.shown), others.found, others.more) == (SHOWN, 21, 21 - SHOWN)


def test_what_re2_cannot_use_is_told_with_its_place(tried):
    page = tried("fine\nzebras(?=x)").content.decode()
    assert "Line 2, column 7" in page
    assert "RE2 cannot look ahead or behind." in page
    assert "<pre>zebras(?=x)\n      ^</pre>" in page


def test_texts_and_patterns_are_escaped(tried, texts):
    texts.examples.create(text="zebras <script>alert(1)</script>")
    assert "<script>" not in tried("zebras.*", place="anywhere").content.decode()
    assert "<b>" not in tried("<b>(").content.decode()


@pytest.mark.parametrize(("match", "told"), [(r"余额\w", True), (r"balance\w", False)])
def test_that_letters_are_those_of_ascii_is_told_where_it_matters(tried, match, told):
    assert ("know ASCII letters only" in tried(match).content.decode()) is told


def test_drafts_that_cannot_be_read_are_told(tried, texts):
    Phrase.objects.filter(slug="boilerplate").update(alternatives="(")
    assert "The texts cannot be read" in tried("zebras").content.decode()


def test_an_example_that_was_opened_is_not_opened_again(tried, monkeypatch):
    opened, really = [], intake.opened
    monkeypatch.setattr(intake, "opened", lambda *a: opened.append(a[0]) or really(*a))
    matching._opener.cache_clear()
    tried("zebras")
    tried("horses")
    assert len(opened) == 2


def test_what_there_was_no_time_for_is_told_and_read_with_the_next_answer(tried, monkeypatch):
    matching._opener.cache_clear()
    monkeypatch.setattr(matching, "PATIENCE", 0)
    hurried = tried("zebras")
    assert hurried.context["unread"] == 2
    assert "2 texts are not read yet" in hurried.content.decode()
    monkeypatch.undo()
    assert tried("zebras").context["unread"] == 0


def test_the_number_of_queries_does_not_grow_with_the_texts(tried, texts):
    tried("zebras")
    counts = []
    for number in range(3):
        texts.examples.create(text=f"zebras {number}")
        with CaptureQueriesContext(connection) as queries:
            found = tried("zebras").context["own"].found
        counts.append((found, len(queries)))
    assert counts == [(2, counts[0][1]), (3, counts[0][1]), (4, counts[0][1])]


def test_who_may_not_see_the_inbox_is_told_nothing_of_it(texts, client, django_user_model):
    problem("Where are the horses?")
    assert client.post(ADDRESS).headers["Location"].startswith("/admin/login/")
    user = django_user_model.objects.create_user("viewer", is_staff=True)
    client.force_login(user)
    assert client.post(ADDRESS, {"match": "horses"}).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_pattern"))
    assert "horses?" not in client.post(ADDRESS, {"match": "horses"}).content.decode()


def test_saving_refuses_with_the_place(texts, admin_client):
    address = f"/admin/catalogue/case/{texts.pk}/change/"
    data = values(admin_client.get(address)) | {"patterns-0-match": "zebras(?=x)"}
    page = admin_client.post(address, data).content.decode()
    assert "Line 1, column 7: RE2 cannot use this" in page
    with pytest.raises(ValidationError, match="Line 1, column 1"):
        texts.patterns.model(match="(", slug="x").clean()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("a b c", ["b"], [("a ", False), ("b", True), (" c", False)]),
        ("abc", ["ab", "bc"], [("ab", True), ("c", True)]),
        ("a", ["", "x"], [("a", False)]),
        (
            "-" * 100 + "b" + "-" * 100,
            ["b"],
            [("…", False), ("-" * 60, False), ("b", True), ("-" * 60, False), ("…", False)],
        ),
        ("b" * 1000, ["b" * 1000], [("b" * 300, True), ("…", False)]),
    ],
)
def test_words_that_were_found_are_shown_with_what_surrounds_them(text, words, expected):
    assert pieces(text, words) == expected
