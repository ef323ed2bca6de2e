"""Sentences about the drafts lead to the entries that they begin with."""

import pytest

from diagnostics.catalogue.places import Problem
from diagnostics.workshop.naming import linked

ENTRY = "/admin/catalogue/change/entry/"


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("cases", "rate-limited"), ("codes", "429"), ("phrases", "image"), ("aliases", "tea")],
)
def test_a_problem_leads_to_its_entry(kind, slug):
    problem = str(Problem(kind, slug, ("steps", 2), "this is empty"))
    [found] = linked([problem])
    assert (found.text, found.address) == (problem, f"{ENTRY}{kind}/{slug}/")


@pytest.mark.parametrize(
    "sentence", [str(Problem("cases", "", (1, "slug"), "this is empty")), "Something is wrong."]
)
def test_what_names_no_entry_leads_nowhere(sentence):
    assert [found.address for found in linked([sentence])] == [""]
