"""The shipped content: sound, complete, and true to its own examples."""

import pytest

from diagnostics.catalogue.checks import check
from diagnostics.catalogue.files import ContentError, read_content, validated, write_content
from diagnostics.catalogue.schema import Keyword
from diagnostics.catalogue.transfer import export_content, import_content

CODES = ("400", "401", "403", "404", "422", "429", "500", "501", "502", "503", "504", "4xx", "5xx")


def test_it_is_sound():
    assert check(read_content()) == []


@pytest.mark.parametrize("code", CODES)
def test_every_status_of_the_faq_is_there(shipped, code):
    assert shipped.pages("en").codes[code].slug == code


def test_writing_what_was_read_gives_the_same_files(tmp_path):
    write_content(read_content(), tmp_path)
    from diagnostics.catalogue.files import SHIPPED  # noqa: PLC0415

    shipped_files = {f.relative_to(SHIPPED): f.read_bytes() for f in SHIPPED.rglob("*.yaml")}
    written_files = {f.relative_to(tmp_path): f.read_bytes() for f in tmp_path.rglob("*.yaml")}
    assert written_files == shipped_files


def test_a_wrong_field_is_named_with_its_file():
    with pytest.raises(ContentError) as problem:
        validated({"cases": [{"slug": "too-long", "colour": "red"}]})
    assert "cases/too-long.yaml: colour: Extra inputs are not permitted." in str(problem.value)


def test_a_keyword_for_a_page_that_does_not_exist_is_a_problem(shipped):
    keyword = Keyword(slug="lost", words=("lost",), pages=("cases/gone", "codes/429"))
    content = shipped.content.model_copy(update={"keywords": (keyword,)})
    assert check(content) == ["keyword lost: there is no page cases/gone."]


def test_keywords_travel_through_the_drafts(db, shipped):
    few = {"cases": (), "codes": (), "providers": (), "guides": (), "terms": (), "aliases": ()}
    content = shipped.content.model_copy(update=few)
    import_content(content)
    assert export_content().keywords == content.keywords
