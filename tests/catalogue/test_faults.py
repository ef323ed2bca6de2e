"""What is wrong with a pattern is told with its place and with what to write instead."""

import pytest

from diagnostics.catalogue.faults import fault

PHRASES = {"image": ("picture",), "images": ("pictures",), "model": ("model",)}
AHEAD = "RE2 cannot look ahead or behind."
BACK = "RE2 has no back-references."


@pytest.mark.parametrize(
    ("match", "line", "column", "hint"),
    [
        ("too big(?=!)", 1, 8, AHEAD),
        ("too big\n(?<!not )allowed", 2, 1, AHEAD),
        (r"(a)b\1", 1, 5, BACK),
        ("(?P<word>a)(?P=word)", 1, 12, BACK),
        ("fine\n!余额[不足", 2, 4, "Close the class"),
        ("[]abc", 1, 1, "Close the class"),
        (r"\(a(b(c)", 1, 4, "Close the group"),
        ("(a))b", 1, 4, "No group is open"),
        ("*a", 1, 1, "There is nothing before it"),
        ("a{2}{3}", 1, 2, "Repeat once only"),
        ("a{1001}", 1, 2, "Repeat at most 1000"),
        ("[z-a]", 1, 2, "Write a range"),
        ("end\\Z", 1, 4, "RE2 knows"),
        ("end\\", 1, 4, "Write \\\\"),
        ("  (?>a)", 1, 3, "RE2 knows the groups"),
        ("(?P<limit", 1, 1, "Write the group as"),
        ("the {imgae}", 1, 5, "Do you mean {image}, {images}?"),
    ],
)
def test_the_place_and_a_hint_are_told(match, line, column, hint):
    found = fault(match, PHRASES)
    assert (found.line, found.column) == (line, column)
    assert found.hint.startswith(hint)


@pytest.mark.parametrize("match", ["a", "{image} (a|b)\n!c", r"[\]]", r"\(", "(?i)[(]"])
def test_what_can_be_used_has_no_fault(match):
    assert fault(match, PHRASES) is None


def test_a_pattern_without_a_line_that_must_be_found_is_told_so():
    assert str(fault("\n!a", PHRASES)) == "At least one line must be looked for."


def test_a_phrase_like_no_other_has_no_hint():
    assert str(fault("{zzz}", PHRASES)) == "Line 1, column 1: there is no phrase {zzz}."


def test_the_pointer_stands_under_the_place_in_a_long_line_of_wide_characters_too():
    assert (fault("余额[不", {}).shown, fault("余额[不", {}).pointer) == (
        "余额[不",
        "\u3000\u3000^",
    )
    long = fault("a" * 500 + "(b" + "c" * 500, {})
    assert long.shown[long.pointer.index("^")] == "("
    assert len(long.shown) == 120


def test_a_fault_within_a_phrase_has_a_line_and_no_column():
    found = fault("a\n{broken}", {"broken": ("b(?=c)",)})
    assert (found.line, found.column, found.pointer) == (2, 0, "")
