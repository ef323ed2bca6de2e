"""The figures and what they propose, as editors see them, and who may see and decide."""

import csv
import re
import time

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue.models import Case, Change, Evidence
from diagnostics.insights.models import Count, Dismissed
from diagnostics.insights.shares import Share
from diagnostics.workshop.tables import Column, Table
from tests.insights.counts import counted, many_counts
from tests.web.reading import text

FIGURES, PROPOSALS = "/admin/figures/", "/admin/proposals/"
LIMIT, KEY, LONG = "rate-limited", "invalid-api-key", "context-length-exceeded"
LIKELY = {"kind": "grade", "case": LONG, "subject": "tools=on", "proposed": "likely"}


@pytest.fixture
def staff(client, django_user_model):
    """Sign in somebody who may do these things and nothing else."""

    def staff(*allowed):
        user = django_user_model.objects.create_user("sam", password="x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=allowed))
        client.force_login(user)
        return user

    return staff


@pytest.fixture
def workshop(drafts, release):
    """Drafts, and a release that visitors see, which need not be compiled first."""


@pytest.fixture
def busy(workshop):
    """Two cases, two releases, some pastes and a question."""
    for case, shown, solved, no_help in ((LIMIT, 90, 30, 10), (LONG, 40, 2, 20)):
        counted("case-shown", case, shown)
        counted("case-recognised", case, shown // 2)
        counted("case-solved", case, solved, release=2)
        counted("case-no-help", case, no_help, release=2)
    counted("pasted", "recognised", 40)
    counted("pasted", "unclear", 60)
    counted("pasted", "recognised", 80, ago=1, release=2)
    counted("pasted", "unclear", 20, ago=1, release=2)
    counted("question-asked", "tools", 9)
    counted("question-answered", "tools", 3)
    counted("searched", "nothing", 1)


@pytest.fixture
def proposed(workshop):
    """An answer that is given far more often for one case than for another."""
    for case, on, off in ((LONG, 90, 10), (LIMIT, 35, 65)):
        counted("solved-with", f"{case} tools=on", on)
        counted("solved-with", f"{case} tools=off", off)


def page(client, address=FIGURES):
    return client.get(address).content.decode()


def rows(html, name):
    """The cells of a table below its heading."""
    table = re.search(f'<(section|details) id="{name}".*?<tbody>(.*?)</tbody>', html, re.DOTALL)[2]
    found = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    return [[text(c) for c in re.findall(r"<t[hd].*?</t[hd]>", r, re.DOTALL)] for r in found]


def test_before_anything_is_counted_the_page_says_when_numbers_appear(workshop, admin_client):
    said = page(admin_client)
    assert "numbers are here some ten seconds later" in text(said)
    assert '<svg class="chart"' not in said


def test_the_page_shows_how_cases_and_questions_do(busy, admin_client):
    said = page(admin_client)
    assert rows(said, "cases") == [
        [LIMIT, "90", "45", "30", "10", "25 %"],
        [LONG, "40", "20", "2", "20", "91 % of only 22"],
    ]
    assert rows(said, "questions") == [["tools", "9", "3", "0", "6", "67 % of only 9", "0"]]
    case = Case.objects.get(slug=LIMIT)
    assert f'<a href="/admin/catalogue/case/{case.pk}/change/">{LIMIT}</a>' in said


def test_a_release_is_judged_against_the_one_before(busy, admin_client):
    assert rows(page(admin_client), "releases") == [
        ["2", "100", "80 %", "20 %", "62", "48 %", "more recognised, fewer not recognised"],
        ["1", "100", "40 %", "60 %", "0", "–", "nothing to compare with"],
    ]


@pytest.mark.parametrize(
    ("recognised", "said"), [(9, "too few to tell"), (42, "no clear difference")]
)
def test_a_release_with_little_to_tell_is_not_judged(workshop, admin_client, recognised, said):
    counted("pasted", "recognised", 400)
    counted("pasted", "recognised", recognised, release=2)
    assert rows(page(admin_client), "releases")[0][-1] == said


def test_every_chart_has_a_name_a_description_and_round_steps(busy, admin_client):
    said = page(admin_client)
    charts = re.findall(r'<svg class="chart".*?</svg>', said, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        assert 'role="img"' in chart
        named, described = re.search(r'aria-labelledby="(\S+) (\S+)"', chart).groups()
        assert f'<title id="{named}">' in chart
        assert f'<desc id="{described}">' in chart
    assert "In the whole period 80 of 200, 40 %." in charts[0]
    steps = [int(n) for n in re.findall(r'text-anchor="end">(\d+)</text>', charts[1])]
    assert steps == [0, 20, 40, 60, 80, 100]
    assert " style=" not in said


def test_a_period_and_a_release_are_chosen_in_the_address(busy, admin_client):
    counted("case-shown", KEY, 7, ago=29)
    assert rows(page(admin_client, f"{FIGURES}?days=30&o=cases.case"), "cases")[1][:2] == [KEY, "7"]
    week = page(admin_client, f"{FIGURES}?days=7&release=2")
    assert rows(week, "cases") == [
        [LONG, "0", "0", "2", "20", "91 % of only 22"],
        [LIMIT, "0", "0", "30", "10", "25 %"],
    ]
    assert '<option value="7" selected>' in week
    assert '<option value="2" selected>' in week


@pytest.mark.parametrize("query", ["days=13&release=99", "days=-1&release=x", "o=cases.nothing"])
def test_an_address_that_makes_no_sense_shows_the_usual_page(busy, admin_client, query):
    strange, usual = page(admin_client, f"{FIGURES}?{query}"), page(admin_client)
    for table in ("releases", "cases", "questions"):
        assert rows(strange, table) == rows(usual, table)


def test_a_table_is_sorted_by_its_headings(busy, admin_client):
    by_failing = page(admin_client, f"{FIGURES}?days=90&o=cases.-failing")
    assert [row[0] for row in rows(by_failing, "cases")] == [LONG, LIMIT]
    assert 'aria-sort="descending"><a href="?days=90&amp;o=cases.failing#cases"' in by_failing


def test_shares_are_sorted_by_size_and_nothing_comes_last():
    shares = [Share(0, 0), Share(1, 2), Share(50, 100), Share(0, 9), Share(9, 9)]
    columns = (Column("share", "Share", lambda row: row),)
    ordered = Table("t", columns, tuple(shares), "-share").shown
    assert [row.cells[0] for row in ordered] == [
        *(Share(9, 9), Share(50, 100), Share(1, 2), Share(0, 9), Share(0, 0)),
    ]


def test_many_rows_are_shown_when_they_are_asked_for(workshop, admin_client):
    for number in range(25):
        counted("case-shown", f"case-{number}", 1)
    assert len(rows(page(admin_client), "cases")) == 20
    assert "Show all 25" in page(admin_client)
    assert len(rows(page(admin_client, f"{FIGURES}?all=cases"), "cases")) == 25


def exported(client, address):
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(response.content.decode().splitlines()))


def test_a_table_is_exported_as_it_is_filtered_and_sorted(busy, admin_client):
    address = f"{FIGURES}cases.csv?days=7&release=2&o=cases.solved"
    assert f"{FIGURES}cases.csv?days=7&amp;release=2" in page(
        admin_client, f"{FIGURES}?days=7&release=2"
    )
    assert exported(admin_client, address) == [
        *(["Case", "Shown", "Recognised", "Solved", "Did not help", "Share that did not help"],),
        *([LONG, "0", "0", "2", "20", "91"], [LIMIT, "0", "0", "30", "10", "25"]),
    ]
    assert len(exported(admin_client, f"{FIGURES}days.csv?days=7")) == 8
    assert exported(admin_client, f"{FIGURES}releases.csv")[1][0] == "2"
    assert exported(admin_client, f"{FIGURES}questions.csv")[1][:2] == ["tools", "9"]
    assert admin_client.get(f"{FIGURES}others.csv").status_code == 404


def test_no_cell_of_an_export_is_a_formula(workshop, admin_client):
    counted("case-shown", "=1+1", 1)
    assert exported(admin_client, f"{FIGURES}cases.csv")[1][0] == "'=1+1"


def test_a_name_is_never_markup(workshop, admin_client):
    counted("case-no-help", "<script>alert(1)</script>", 1)
    said = page(admin_client)
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said


def queried(client, address):
    """The queries of a page, and the page."""
    with CaptureQueriesContext(connection) as queries:
        said = page(client, address)
    return [query["sql"] for query in queries], said


def test_a_thousand_cases_take_as_many_queries_as_two_and_no_second(busy, admin_client):
    few, _ = queried(admin_client, f"{FIGURES}?days=90")
    Count.objects.all().delete()
    many_counts()
    started = time.process_time()
    many, said = queried(admin_client, f"{FIGURES}?days=90&all=cases")
    assert time.process_time() - started < 1
    assert len(rows(said, "cases")) == 1000
    assert len(many) == len(few)
    assert len([sql for sql in many if "insights_count" in sql]) == 3


# Who may see it


@pytest.mark.parametrize("address", [FIGURES, f"{FIGURES}cases.csv", PROPOSALS])
def test_figures_are_for_staff_who_may_see_counts(db, release, client, staff, address):
    assert client.get(address).headers["Location"].startswith("/admin/login/")
    user = staff("change_case")
    assert client.get(address).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_count"))
    assert client.get(address).status_code == 200


def test_who_may_not_change_cases_sees_proposals_and_cannot_decide(proposed, client, staff):
    staff("view_count")
    said = page(client, PROPOSALS)
    assert f"{LONG}: tools=on is likely, not neutral" in text(said)
    assert 'value="tools=on"' not in said
    assert client.post(PROPOSALS, {**LIKELY, "accept": ""}).status_code == 403
    assert not Evidence.objects.filter(option__question__slug="tools").exists()


# Proposals


def test_without_proposals_the_page_says_what_one_needs(workshop, admin_client):
    assert "A grade needs 20 solved diagnoses" in page(admin_client, PROPOSALS)


def test_a_proposal_tells_its_evidence_in_numbers(proposed, admin_client):
    assert (
        "Of 100 diagnoses that this case solved and in which “Are tools, MCP servers or web "
        "search switched on?” is answered, 90 say “Yes, at least one” (90 %). Where "
        "other cases solved it, 35 of 100 say so (35 %)."
    ) in text(page(admin_client, PROPOSALS))


def test_a_prior_is_proposed_with_both_shares(workshop, admin_client):
    for case, times in ((LIMIT, 500), (KEY, 480), (LONG, 20)):
        counted("case-recognised", case, times)
    said = text(page(admin_client, PROPOSALS))
    assert f"{LONG}: occurs rare, not frequent" in said
    assert "20 were this case (2.0 %); “frequent” stands for 33.3 %." in said


def test_accepting_changes_the_draft_and_the_history_says_who(proposed, client, staff):
    user = staff("view_count", "change_case")
    response = client.post(PROPOSALS, {**LIKELY, "accept": ""}, follow=True)
    assert "The draft has changed" in text(response.content.decode())
    row = Evidence.objects.get(case__slug=LONG, option__question__slug="tools")
    assert (row.option.value, row.grade) == ("on", "likely")
    assert Change.objects.first().author == user


def test_what_is_dismissed_is_gone_and_changes_nothing(proposed, client, staff):
    user = staff("view_count", "change_case")
    client.post(PROPOSALS, {**LIKELY, "dismiss": ""})
    assert 'value="tools=on"' not in page(client, PROPOSALS)
    assert Dismissed.objects.get().author == user
    assert not Evidence.objects.filter(option__question__slug="tools").exists()


@pytest.mark.parametrize("change", [{"proposed": "proves"}, {"case": "gone"}, {"kind": ""}])
def test_what_is_not_proposed_cannot_be_accepted(proposed, admin_client, change):
    answer = admin_client.post(PROPOSALS, {**LIKELY, **change, "accept": ""}, follow=True)
    assert "That is no longer proposed" in text(answer.content.decode())
    assert not Evidence.objects.filter(option__question__slug="tools").exists()


def test_a_decision_needs_a_token_against_forgery(proposed, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(PROPOSALS, {**LIKELY, "accept": ""}).status_code == 403
