"""What a review says is what publishing decides on."""

import pytest

from diagnostics.catalogue import current, trials
from diagnostics.catalogue import review as reviews
from diagnostics.catalogue.compiled import CompiledRelease
from diagnostics.catalogue.models import Case, Change, Example, Release
from diagnostics.catalogue.publishing import (
    OvertakenError,
    PublishingError,
    Seen,
    publish,
    roll_back,
)
from diagnostics.catalogue.review import Review, Shift, Verdict, review_drafts

KEY = "Incorrect API key provided: sk-x"
LONG = "This model's maximum context length is 65536 tokens. However, you requested 79519 tokens"


@pytest.fixture
def published(drafts):
    """The drafts as the current release."""
    release = publish(note="The first.")
    current.refresh()
    return release


def edit(**columns):
    Case.objects.filter(slug="rate-limited").update(**columns)


def fail_a_check():
    case = Case.objects.get(slug="rate-limited")
    Example.objects.create(case=case, text="401 Incorrect API key provided", position=99)


def seen(review):
    return Seen(review.base, review.fingerprint)


def test_unchanged_drafts_differ_in_nothing(published):
    found = review_drafts([("invalid-api-key", KEY)])
    assert (found.base, found.differences, found.problems, found.shifts) == (1, (), (), ())
    examples = sum(len(case.examples) for case in found.content.cases)
    assert found.total == examples + 1
    assert found.sentence == f"None of {found.total} diagnoses changes."
    assert not found.needs_reason


def test_differences_are_told_by_entry_and_place(published):
    edit(title_en="Too fast")
    [difference] = review_drafts().differences
    assert (difference.kind, difference.slug) == ("cases", "rate-limited")
    assert [(f.name, f.after) for f in difference.fields] == [("title (English)", "Too fast")]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("a", "right", Verdict.BETTER),
        ("right", "a", Verdict.WORSE),
        ("a", "b", Verdict.OTHER),
    ],
)
def test_a_change_is_better_worse_or_neither(before, after, verdict):
    assert Shift("right", "text", before, after).verdict is verdict


def test_the_sentence_counts_what_changes():
    shifts = [
        *[Shift("a", "text", "b", "a")] * 5,
        *[Shift("a", "text", "a", "b")] * 2,
    ]
    found = Review(1, "", None, (), shifts=tuple(shifts), total=240)
    assert found.sentence == "7 of 240 change: 5 better, 2 worse."


def test_worse_comes_first(shipped, monkeypatch):
    before = {"one": "x", "two": "right", "three": "x"}
    after = {"one": "right", "two": "x", "three": "y"}
    old, new = CompiledRelease(1, shipped.content), CompiledRelease(2, shipped.content)
    told = {old: before, new: after}
    monkeypatch.setattr(trials, "diagnosed", lambda release, text: told[release][text])
    shifts = reviews._shifts(old, new, [("right", text) for text in before])
    assert [(s.text, s.verdict) for s in shifts] == [
        ("two", Verdict.WORSE),
        ("three", Verdict.OTHER),
        ("one", Verdict.BETTER),
    ]


def test_a_known_problem_that_would_be_diagnosed_wrongly_blocks_until_a_reason_overrules(
    published, monkeypatch
):
    diagnosed = trials.diagnosed

    def misled(release, text):
        return "rate-limited" if release.number == 0 and text == KEY else diagnosed(release, text)

    monkeypatch.setattr(trials, "diagnosed", misled)
    edit(title_en="Too fast")
    texts = [("invalid-api-key", KEY)]
    with pytest.raises(PublishingError) as problem:
        publish(texts=texts)
    assert problem.value.problems == [
        f"The example or report “{KEY}” is invalid-api-key, but would be diagnosed as rate-limited."
    ]
    assert Release.objects.count() == 1
    release = publish(note="Faster.", overrule="The report is odd.", texts=texts)
    assert (release.note, release.overruled, release.changed) == (
        "Faster.",
        "The report is odd.",
        1,
    )


def test_a_reason_that_nothing_needs_is_not_kept(published):
    edit(title_en="Too fast")
    assert publish(overrule="Just in case.").overruled == ""


def test_the_reason_is_in_the_log(drafts):
    fail_a_check()
    publish(note="New.", overrule="In a hurry.")
    assert Change.objects.first().fields == [
        ["note", None, "New."],
        ["overruled", None, "In a hurry."],
    ]


def test_drafts_from_which_no_page_could_be_made_are_reviewed_as_far_as_possible(published):
    edit(title_en="")
    found = review_drafts()
    assert (found.is_broken, found.total) == (True, 0)
    assert found.problems[0].startswith("case rate-limited: ")
    assert [d.slug for d in found.differences] == ["rate-limited"]
    with pytest.raises(PublishingError):
        publish(overrule="I am in a hurry.")


def test_what_was_reviewed_is_published_without_a_second_trial(published, monkeypatch):
    edit(title_en="Too fast")
    found = review_drafts()
    monkeypatch.setattr(trials, "failures", None)  # would fail if it were used
    assert publish(seen=seen(found)).number == 2


def test_a_change_after_the_review_is_not_published_unseen(published):
    found = review_drafts()
    edit(title_en="Too fast")
    with pytest.raises(OvertakenError, match="drafts have changed"):
        publish(seen=seen(found))
    assert Release.objects.count() == 1


def test_of_two_who_looked_at_the_same_release_the_second_is_told(published):
    edit(title_en="Too fast")
    found = review_drafts()
    publish(note="The first.")
    with pytest.raises(OvertakenError, match="Somebody else published"):
        publish(note="The second.", seen=seen(found))
    assert publish(note="The second.", seen=seen(review_drafts())).number == 3


def test_going_back_is_refused_when_somebody_published_meanwhile(published):
    edit(title_en="Too fast")
    publish()
    with pytest.raises(OvertakenError):
        roll_back(1, base=1)
    assert roll_back(1, base=2).changed == 1


def test_each_text_is_read_once_for_a_release(shipped, monkeypatch):
    text = f"{LONG} Once more."  # which no other test has had read
    release = CompiledRelease(0, shipped.content)
    look, texts = trials.look, []
    monkeypatch.setattr(trials, "look", lambda seen, rules: texts.append(seen) or look(seen, rules))
    assert trials.diagnosed(release, text) == "context-length-exceeded"
    assert trials.diagnosed(release, text) == "context-length-exceeded"
    assert texts == [text]
