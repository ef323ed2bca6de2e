"""The shipped content: sound, complete, and true to its own examples."""

import pytest

from diagnostics.catalogue.checks import check
from diagnostics.catalogue.files import (
    ContentError,
    read_content,
    read_tree,
    tree_of,
    validated,
    write_tree,
)
from diagnostics.catalogue.schema import Keyword
from diagnostics.catalogue.transfer import export_content, import_content

CODES = ("400", "401", "403", "404", "422", "429", "500", "501", "502", "503", "504", "4xx", "5xx")


def test_it_is_sound():
    assert check(read_content()) == []


@pytest.mark.parametrize("code", CODES)
def test_every_status_of_the_faq_is_there(shipped, code):
    assert shipped.pages("en").codes[code].slug == code


def test_writing_what_was_read_gives_the_same_files(tmp_path):
    write_tree(tree_of(read_content()), tmp_path)
    assert read_tree(tmp_path) == read_tree()


def test_a_wrong_field_is_named_with_its_entry():
    with pytest.raises(ContentError) as problem:
        validated({"cases": [{"slug": "too-long", "colour": "red"}]})
    assert "case too-long: colour: there is no such field." in str(problem.value)


def test_a_keyword_for_a_page_that_does_not_exist_is_a_problem(shipped):
    keyword = Keyword(slug="lost", words=("lost",), pages=("cases/gone", "codes/429"))
    content = shipped.content.model_copy(update={"keywords": (keyword,)})
    assert check(content) == ["keyword lost: pages 1: there is no page cases/gone."]


def test_keywords_travel_through_the_drafts(db, shipped):
    import_content(shipped.content)
    assert export_content().keywords == shipped.content.keywords
