"""What is learnt from words does not depend on what else was learnt, nor on how it is kept."""

import pytest

from diagnostics.intake import likeness
from diagnostics.intake.likeness import Likeness

SAMPLES = {
    "card": ["add a card before you call the service", "请先绑定银行卡"],
    "context": ["the context is too long for the model", "the prompt is too long"],
    "key": ["the key is wrong or was deleted", "the key of the service is unknown"],
}
TEXT = "the service says that the prompt is too long, 请先绑定"


def test_the_words_of_a_case_lead_to_it():
    first, share = Likeness(SAMPLES).nearest("a prompt that is too long", 2)[0]
    assert first == "context"
    assert 0.5 < share < 1


def test_words_that_nobody_has_used_are_like_nothing():
    assert Likeness(SAMPLES).nearest("xyzzy plugh", 3) == []


def test_what_others_have_learnt_changes_nothing():
    before = Likeness(SAMPLES)
    said = before.nearest(f"{TEXT}: quux garply", 3)
    Likeness({"other": ["quux garply waldo fred", "the service is quux"]})
    assert before.nearest(f"{TEXT}: quux garply", 3) == said
    assert Likeness(SAMPLES).nearest(f"{TEXT}: quux garply", 3) == said


@pytest.mark.parametrize("share", [0.0, 2.0], ids=["all in a table", "none"])
def test_how_common_words_are_kept_changes_nothing(monkeypatch, share):
    usual = Likeness(SAMPLES).nearest(TEXT, 3)
    monkeypatch.setattr(likeness, "COMMON", share)
    found = Likeness(SAMPLES).nearest(TEXT, 3)
    assert [case for case, _ in found] == [case for case, _ in usual]
    assert [p for _, p in found] == pytest.approx([p for _, p in usual])
