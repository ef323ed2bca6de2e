"""Markdown as the pages show it."""

import pytest

from diagnostics.catalogue.compiled import render


def test_one_paragraph_is_inline():
    assert render("One *word*.") == "One <em>word</em>."


def test_a_paragraph_with_a_list_stays_a_block():
    assert render("Do:\n\n- this") == "<p>Do:</p>\n<ul>\n<li>this</li>\n</ul>"


def test_code_can_be_reached_with_the_keyboard():
    assert render("```\nls <here>\n```") == (
        '<pre tabindex="0"><code>ls &lt;here&gt;\n</code></pre>'
    )


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("zh-hans", "/zh-hans")])
def test_an_address_within_the_site_keeps_the_language(language, prefix):
    assert f'<a href="{prefix}/codes/429/"' in render("[429](/codes/429/)", language)


def test_an_address_elsewhere_stays():
    assert 'href="https://example.com/a"' in render("[a](https://example.com/a)", "zh-hans")


def test_html_is_text():
    assert "<script" not in render("<script>alert(1)</script> [x](javascript:alert(1))")
