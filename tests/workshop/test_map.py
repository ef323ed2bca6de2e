"""The map of the drafts: the tree, and what the questions cannot do."""

from dataclasses import replace

import pytest

from diagnostics.catalogue.models import Case, Evidence
from diagnostics.engine import Case as Cause
from diagnostics.engine import Catalogue, Facts, Grade, Option, Question, diagnose
from diagnostics.web import overview
from diagnostics.web.overview import Branch
from diagnostics.workshop import draftmap
from diagnostics.workshop.draftmap import _dead_ends, weaknesses
from diagnostics.workshop.walks import REACHED, Unreached, unreached

MAP = "/admin/map/"
ENTRY = "/admin/catalogue/change/entry/cases/"


@pytest.fixture(autouse=True)
def small_map(monkeypatch):
    """One question deep is enough to see the rules, and quick."""
    monkeypatch.setattr(overview, "DEPTH", 1)


def catalogue(*cases, **evidence):
    """Cases that a question with the answers a, b and c may separate."""
    options = tuple(Option(value, 10) for value in "abc")
    grades = {case: {value: Grade.PROVES} for case, value in evidence.items()}
    return Catalogue(
        cases=tuple(Cause(slug, prior) for slug, prior in cases),
        questions=(Question("letter", 1, options),),
        evidence={"letter": grades},
    )


def test_the_tree_of_the_drafts_leads_to_try_it_with_the_answers(drafts, admin_client):
    page = admin_client.get(MAP).content.decode()
    assert "Which of these messages looks like yours?" in page
    assert 'href="/admin/try/?message=rate-limited"' in page


def test_sound_questions_are_said_to_be_sound(drafts, admin_client):
    page = admin_client.get(MAP).content.decode()
    assert "No dead ends, and every case can be told from the others." in page


def test_cases_that_no_answer_separates_are_a_group_with_links(drafts, admin_client):
    Evidence.objects.filter(case__slug__in=["invalid-api-key", "rate-limited"]).delete()
    page = admin_client.get(MAP).content.decode()
    part = page.split("No answer separates these")[1].split("</ul>")[0]
    for slug in ("invalid-api-key", "rate-limited"):
        assert f'href="{ENTRY}{slug}/"' in part


def test_a_case_that_its_answers_do_not_make_probable_is_named_with_what_is_in_its_way():
    alike = catalogue(("often", 8.0), ("rare", 1.0), ("other", 1.0), often="a", rare="a", other="b")
    assert list(unreached(alike)) == [Unreached("rare", ("often", "other"))]


def test_a_case_that_one_answer_makes_probable_is_reached():
    apart = catalogue(("often", 8.0), ("rare", 1.0), often="a", rare="b")
    assert list(unreached(apart)) == []
    first = diagnose(apart, Facts(answers={"letter": "b"})).candidates[0]
    assert (first.case, first.probability > REACHED) == ("rare", True)


def test_a_dead_end_is_where_nobody_is_sure_and_nothing_is_asked():
    leaf = Branch("", "/diagnose/?x=1", "", [], sure=False, branches=[], others=0)
    end = replace(leaf, label="end")
    sure = replace(leaf, label="sure", sure=True)
    further = replace(leaf, label="further", question="And then?")
    root = replace(leaf, question="Which?", branches=[end, sure, further])
    assert [(found.answers, found.branch.query) for found in _dead_ends(root)] == [
        (("end",), "x=1")
    ]


def test_it_is_found_once_for_the_same_drafts(shipped, monkeypatch):
    found = weaknesses(shipped)

    def fail(*_args):
        raise AssertionError

    monkeypatch.setattr(draftmap, "unreached", fail)
    assert weaknesses(shipped) is found


def test_the_shipped_questions_get_to_every_case(shipped):
    assert list(unreached(shipped.engine)) == []


def test_incomplete_drafts_are_explained_with_links(drafts, admin_client):
    Case.objects.get(slug="rate-limited").steps.all().delete()
    page = admin_client.get(MAP).content.decode()
    assert f'<a href="{ENTRY}rate-limited/">case rate-limited: steps' in page


def test_only_who_may_see_cases_sees_it(drafts, client, django_user_model):
    assert client.get(MAP)["Location"] == "/admin/login/?next=/admin/map/"
    client.force_login(django_user_model.objects.create_user("lee", is_staff=True))
    assert client.get(MAP).status_code == 403
