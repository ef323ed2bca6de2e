"""Try it: the drafts and the published release side by side."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from diagnostics.catalogue import current
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.files import read_content
from diagnostics.catalogue.models import Case, Example, Pattern
from diagnostics.catalogue.unfinished import begin
from diagnostics.intake import MAX_CHARACTERS
from diagnostics.workshop.samples import samples
from tests.drafts import few_cases

TRY = "/admin/try/"
ENTRY = "/admin/catalogue/change/entry/cases/"
TOO_LONG = "400 This model's maximum context length is 65536 tokens, you requested 79519 tokens"
TEAPOT = "The kettle says: teapot mode is on, please add water"


@pytest.fixture(scope="module")
def few():
    """The content of the drafts, compiled once."""
    return CompiledRelease(1, few_cases(read_content()))


@pytest.fixture
def published(drafts, few, monkeypatch):
    """The drafts as the release that visitors see."""
    monkeypatch.setattr(current._holder, "release", few)


@pytest.fixture
def teapot(published):
    """A pattern that only the drafts have."""
    return Case.objects.get(slug="invalid-api-key").patterns.create(
        slug="teapot-mode", match="teapot mode", grade="proves", example="teapot mode is on"
    )


def words(html):
    return " ".join(strip_tags(html).split())


def sides(response):
    """What each release makes of it: the words of its verdict, and its candidates."""
    found = {}
    for part in response.content.decode().split('<section class="side"')[1:]:
        name = re.search(r"<h3[^>]*>(.*?)</h3>", part)[1]
        verdict = re.search(r'class="verdict">(.*?)<', part)[1]
        causes = re.findall(r'<div class="cause">\s*(?:<a [^>]*>)?(.*?)<', part)
        found[name] = (verdict, [cause.strip() for cause in causes])
    return found


def differences(response):
    part = re.search(r'<ul class="differences">(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [words(line) for line in re.findall(r"<li>(.*?)</li>", part[1])] if part else []


def chosen(response, question):
    select = re.search(
        rf'<select id="answer-{question}".*?</select>', response.content.decode(), re.DOTALL
    )
    return re.findall(r'value="([^"]*)" selected', select[0])


def test_a_text_is_diagnosed_by_both(published, admin_client):
    response = admin_client.post(TRY, {"text": TOO_LONG})
    found = sides(response)
    assert list(found) == ["Drafts", "Published"]
    assert found["Drafts"] == found["Published"]
    assert found["Drafts"][0] == "Recognised"
    assert found["Drafts"][1][0] == "The conversation is too long for this model"
    assert "The first cause, how sure it is and what is asked next are the same." in words(
        response.content.decode()
    )


def test_what_the_drafts_do_otherwise_is_said(teapot, admin_client):
    response = admin_client.post(TRY, {"text": TEAPOT})
    title = Case.objects.get(slug="invalid-api-key").title_en
    before = sides(response)["Published"][1][0]
    assert before != title
    said = differences(response)
    assert said[0] == f"Now first: {title}. Before: {before}."
    assert said[-1] == "Now found in the text: teapot-mode."
    page = response.content.decode()
    assert f'<a href="{ENTRY}invalid-api-key/">{title}</a>' in page


def test_answers_alone_are_diagnosed_and_stay_chosen(published, admin_client):
    response = admin_client.post(TRY, {"text": "", "status": "429", "provider": "unknown"})
    assert sides(response)["Drafts"][1][0] == Case.objects.get(slug="rate-limited").title_en
    assert chosen(response, "status") == ["429"]
    assert chosen(response, "provider") == ["unknown"]


def test_answers_may_stand_in_the_address(published, admin_client):
    response = admin_client.get(TRY + "?status=429")
    assert sides(response)["Drafts"][1][0] == Case.objects.get(slug="rate-limited").title_en
    assert chosen(response, "status") == ["429"]


def test_the_question_that_would_be_asked_next_is_the_first(published, admin_client):
    page = admin_client.get(TRY).content.decode()
    first = re.search(r'<label for="answer-[^>]*>(.*?)</label>', page, re.DOTALL)[1]
    assert words(first) == "Asked next: Which of these messages looks like yours?"


def test_what_was_read_is_said_and_can_be_answered_otherwise(published, admin_client):
    response = admin_client.post(TRY, {"text": "429 rate limit reached for requests"})
    assert "Status: 429" in words(response.content.decode())
    assert chosen(response, "status") == []
    assert '<option value="">from the text: 429</option>' in response.content.decode()


def test_a_pasted_text_is_in_no_address_no_row_and_no_log(published, admin_client, caplog):
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        response = admin_client.post(TRY, {"text": TEAPOT})
    assert TEAPOT in response.content.decode()
    assert "teapot" not in caplog.text
    assert [q for q in queries if "teapot" in q["sql"]] == []
    assert "no-store" in response["Cache-Control"]
    assert "teapot" not in admin_client.get(TRY, {"text": TEAPOT}).content.decode()


def test_a_text_is_escaped(published, admin_client):
    page = admin_client.post(TRY, {"text": "</textarea><script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 422, "Paste a text or choose an answer first."),
        ("x" * (MAX_CHARACTERS + 1), 413, "That is too long for one look"),
    ],
)
def test_what_cannot_be_tried_is_explained(published, admin_client, text, status, sentence):
    response = admin_client.post(TRY, {"text": text})
    assert response.status_code == status
    assert sentence in words(response.content.decode())
    assert sides(response) == {}


def test_incomplete_drafts_are_explained_and_the_published_side_still_works(
    published, admin_client
):
    Case.objects.get(slug="rate-limited").steps.all().delete()
    response = admin_client.post(TRY, {"text": TOO_LONG})
    assert list(sides(response)) == ["Published"]
    link = f'<a href="{ENTRY}rate-limited/">case rate-limited: steps'
    assert link in response.content.decode()


def test_a_draft_that_refers_to_nothing_is_explained_too(published, admin_client):
    pattern = Pattern.objects.filter(case__slug="rate-limited").first()
    Pattern.objects.filter(pk=pattern.pk).update(match="(?=look)ahead")
    page = admin_client.get(TRY).content.decode()
    link = f'<a href="{ENTRY}rate-limited/">case rate-limited: patterns 1'
    assert link in page


def test_all_texts_of_a_case_are_tried_at_once(teapot, admin_client):
    Example.objects.create(case=teapot.case, text=TEAPOT, position=99)
    page = admin_client.get(TRY + "?case=invalid-api-key").content.decode()
    total = len(samples(teapot.case))
    scores = re.findall(r"(\w+): (\d+) of (\d+) recognised", words(page))
    assert [(name, int(number)) for name, _right, number in scores] == [
        ("Drafts", total),
        ("Published", total),
    ]
    row = page.split(TEAPOT)[1].split("</tr>")[0]
    assert re.findall(r'<td class="(\w+)"', row) == ["right", "wrong"]


def test_a_text_of_a_case_is_tried_with_one_click(teapot, admin_client):
    Example.objects.create(case=teapot.case, text=TEAPOT, position=99)
    number = next(s.number for s in samples(teapot.case) if s.text == TEAPOT)
    response = admin_client.post(TRY + "?case=invalid-api-key", {"sample": number})
    assert f"{TEAPOT}</textarea>" in response.content.decode()
    assert sides(response)["Drafts"][1][0] == teapot.case.title_en


def test_a_case_that_is_not_complete_is_tried_with_what_is_published(published, admin_client):
    Case.objects.get(slug="rate-limited").steps.all().delete()
    page = words(admin_client.get(TRY + "?case=rate-limited").content.decode())
    assert re.search(r"Published: \d+ of \d+ recognised", page)
    assert "Drafts:" not in page


def test_a_case_in_the_works_is_said_to_be_in_no_release(published, admin_client, admin_user):
    begin(Case(slug="kettle", message=TEAPOT), admin_user)
    page = words(admin_client.get(TRY + "?case=kettle").content.decode())
    assert "This case is in the works" in page
    assert "Drafts: 0 of 1 recognised" in page


def test_the_page_of_a_case_leads_here(published, admin_client):
    address = f"/admin/catalogue/case/{Case.objects.get(slug='rate-limited').pk}/change/"
    page = admin_client.get(address).content.decode()
    assert '<a href="/admin/try/?case=rate-limited">Try it</a>' in page


def test_a_case_that_is_not_there_is_not_found(published, admin_client):
    assert admin_client.get(TRY + "?case=nothing-like-it").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_texts(published, admin_client):
    def queries():
        admin_client.get(TRY + "?case=rate-limited")
        with CaptureQueriesContext(connection) as found:
            admin_client.get(TRY + "?case=rate-limited")
        return len(found)

    few = queries()
    case = Case.objects.get(slug="rate-limited")
    Example.objects.bulk_create(
        Example(case=case, text=f"429 rate limit {n}", position=50 + n) for n in range(20)
    )
    assert queries() == few


def test_only_who_may_see_cases_may_try(published, client, django_user_model):
    assert client.get(TRY)["Location"] == "/admin/login/?next=/admin/try/"
    client.force_login(django_user_model.objects.create_user("lee", is_staff=True))
    assert client.get(TRY).status_code == 403
