"""Sentences about the drafts lead to the entries that they begin with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue.models import Alias, Case, Pattern, Phrase, StatusCode
from diagnostics.workshop.naming import linked


def change(row):
    return f"/admin/catalogue/{row._meta.model_name}/{row.pk}/change/"


@pytest.mark.parametrize(
    ("sentence", "model", "slug"),
    [
        ("cases/rate-limited.yaml: steps: too short.", Case, "rate-limited"),
        ("case rate-limited: example 1 is diagnosed as tea.", Case, "rate-limited"),
        ("The case rate-limited exists more than once.", Case, "rate-limited"),
        ("phrases: image: alternatives: too short.", Phrase, "image"),
        ("status 429: there is no case tea.", StatusCode, "429"),
        ("code 429: meaning.en: there is no page /tea.", StatusCode, "429"),
    ],
)
def test_a_sentence_leads_to_the_entry_that_it_names(drafts, sentence, model, slug):
    [found] = linked([sentence])
    assert (found.text, found.address) == (sentence, change(model.objects.get(slug=slug)))


def test_a_pattern_is_changed_on_the_page_of_its_case(drafts):
    pattern = Pattern.objects.first()
    [found] = linked([f"Pattern {pattern.slug}: RE2 cannot use it."])
    assert found.address == change(pattern.case)


def test_an_alias_is_known_by_its_old_slug(drafts):
    alias = Alias.objects.create(old="tea", new="rate-limited")
    [found] = linked(["alias tea: there is no page coffee."])
    assert found.address == change(alias)


@pytest.mark.parametrize("sentence", ["Something else is wrong.", "case tea: there are none."])
def test_what_is_not_there_leads_nowhere(drafts, sentence):
    assert [found.address for found in linked([sentence])] == [""]


def test_many_sentences_take_one_query_for_each_kind(drafts):
    slugs = list(Case.objects.values_list("slug", flat=True))
    with CaptureQueriesContext(connection) as queries:
        linked([f"case {slug}: is old." for slug in slugs] * 20)
    assert len(queries) == 1
