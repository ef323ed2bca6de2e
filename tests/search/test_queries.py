"""What people type, and the page that must stand first: the table is `queries.yaml`."""

from pathlib import Path

import pytest
import yaml

TABLE = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
QUERIES = [(query, page) for page, queries in TABLE.items() for query in queries]


@pytest.mark.parametrize(("query", "page"), QUERIES, ids=[query for query, _ in QUERIES])
def test_the_page_that_is_wanted_stands_first(shipped, query, page):
    assert shipped.index.search(query)[0].id == page


def test_a_code_of_two_providers_shows_both_causes(shipped):
    found = [hit.id for hit in shipped.index.search("insufficient_quota")[:3]]
    assert found[0] == "cases/insufficient-balance"
    assert "cases/rate-limited" in found


@pytest.mark.parametrize(
    ("begun", "page"),
    [
        ("insuf", "cases/insufficient-balance"),
        ("deeps", "providers/deepseek"),
        ("billi", "cases/billing-required"),
        ("certif", "cases/tls-certificate-error"),
        ("dashs", "providers/dashscope"),
        ("DataInsp", "cases/content-policy-blocked"),
    ],
)
def test_a_word_that_is_begun_finds_already(shipped, begun, page):
    assert page in [hit.id for hit in shipped.index.search(begun)[:3]]


def test_a_number_that_is_begun_finds_the_codes(shipped):
    found = [hit.id for hit in shipped.index.search("42")]
    assert {"codes/422", "codes/429"} <= set(found[:6])
