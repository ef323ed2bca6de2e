"""The shipped content: sound, complete, and true to its own examples."""

import pytest

from diagnostics.catalogue.checks import check
from diagnostics.catalogue.files import ContentError, read_content, validated, write_content

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
