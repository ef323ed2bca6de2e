"""Drafts and releases never mix, and every release can come back."""

import json

import pytest

from diagnostics.catalogue import current, publishing
from diagnostics.catalogue.files import as_data
from diagnostics.catalogue.models import Case, Example, Release, Step
from diagnostics.catalogue.publishing import PublishingError, publish, roll_back
from diagnostics.catalogue.transfer import export_content, import_content

SLUG = "context-length-exceeded"


def first_step():
    return current.current().pages("en").cases[SLUG].steps[0].text


def change_first_step(words):
    step = Step.objects.filter(case__slug=SLUG).order_by("position").first()
    step.text_en = words
    step.save()


def test_importing_and_exporting_keeps_everything(drafts):
    assert as_data(export_content()) == as_data(drafts)


def test_importing_twice_keeps_the_rows(drafts):
    before = Case.objects.get(slug=SLUG).pk
    import_content(drafts)
    assert Case.objects.get(slug=SLUG).pk == before


def test_a_draft_is_seen_only_when_it_is_published(drafts, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    shown = first_step()
    change_first_step("Take a walk.")
    current.refresh()
    assert first_step() == shown
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    assert first_step() == "Take a walk."


def test_an_example_that_is_diagnosed_otherwise_blocks(drafts):
    case = Case.objects.get(slug=SLUG)
    Example.objects.create(case=case, text="401 Incorrect API key provided", position=99)
    with pytest.raises(PublishingError) as problem:
        publish()
    number = case.examples.count()
    first, *others = problem.value.problems
    assert first == f"case {SLUG}: example {number} is diagnosed as invalid-api-key."
    assert all(f"is found in example {number} of {SLUG} too" in other for other in others)
    assert Release.objects.count() == 0


def test_a_written_reason_overrules_and_is_kept(drafts):
    case = Case.objects.get(slug=SLUG)
    Example.objects.create(case=case, text="401 Incorrect API key provided", position=99)
    release = publish(note="New.", overrule="It is ambiguous.")
    assert (release.note, release.overruled) == ("New.", "It is ambiguous.")


def test_no_reason_overrules_what_no_page_could_be_made_from(drafts):
    Case.objects.get(slug=SLUG).patterns.update(match="(?=look)ahead")
    with pytest.raises(PublishingError):
        publish(overrule="I am in a hurry.")
    assert Release.objects.count() == 0


def test_of_two_who_publish_at_once_one_is_told(drafts, monkeypatch):
    look = publishing.review_drafts

    def slow(texts):
        found = look(texts)
        monkeypatch.setattr(publishing, "review_drafts", look)
        publish(note="The first.")
        return found

    monkeypatch.setattr(publishing, "review_drafts", slow)
    with pytest.raises(PublishingError, match="Somebody else published"):
        publish(note="The second.")
    assert [release.note for release in Release.objects.all()] == ["The first."]


def test_going_back_publishes_the_earlier_release_again(drafts):
    first = publish()
    change_first_step("Take a walk.")
    publish()
    again = roll_back(first.number)
    assert (again.number, again.snapshot) == (3, first.snapshot)


def test_a_process_without_a_database_starts_from_the_last_release(
    drafts, django_capture_on_commit_callbacks, monkeypatch
):
    change_first_step("Take a walk.")
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    current.forget()
    monkeypatch.setattr(current, "_newest", lambda known: None)
    assert first_step() == "Take a walk."


@pytest.mark.parametrize("damage", ["{", "[]", "\xff", "null", '{"number": 1, "snapshot": {}}'])
def test_a_damaged_release_on_disk_gives_way_to_the_shipped_content(
    drafts, monkeypatch, tmp_path, damage
):
    (tmp_path / current.LAST_RELEASE).write_text(damage, encoding="latin-1")
    monkeypatch.setattr(current, "_newest", lambda known: None)
    assert current.current().number == 0
    assert "image-invalid" in current.current().pages("en").cases


def test_without_any_release_nothing_is_left_to_make_for_the_first_visitor(drafts):
    current.forget()
    assert {"engine", "reader", "index"} <= vars(current.live()).keys()


def test_a_release_that_this_version_cannot_use_gives_way_to_the_last_one(
    drafts, django_capture_on_commit_callbacks, caplog
):
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    bad = as_data(drafts)
    bad["cases"][0]["patterns"][0]["match"] = "(?=look)ahead"
    Release.objects.create(number=2, snapshot=bad)
    assert current.refresh().number == 1
    current.forget()  # as after a restart
    assert current.current().number == 1
    told = len(caplog.records)
    assert current.refresh().number == 1
    assert len(caplog.records) == told  # it is tried once, not every second


def test_a_disk_that_takes_nothing_stops_no_release(
    drafts, django_capture_on_commit_callbacks, monkeypatch, tmp_path
):
    def full(part, target):
        raise OSError

    monkeypatch.setattr(current.Path, "replace", full)
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    assert current.current().number == 1
    assert not list(tmp_path.iterdir())


def test_the_release_in_use_needs_no_query(drafts, django_assert_num_queries):
    publish()
    current.refresh()
    with django_assert_num_queries(0):
        current.current()


def test_a_snapshot_is_plain_json(drafts):
    release = publish()
    assert json.loads(json.dumps(release.snapshot)) == as_data(drafts)
