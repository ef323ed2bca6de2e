"""What differs between two catalogues, in words that an editor reads."""

from diagnostics.catalogue.differences import Action, Piece, compared, differences, fields, words
from diagnostics.catalogue.files import whole_data
from diagnostics.catalogue.models import Case, Change
from diagnostics.catalogue.transfer import draft, import_content


def test_the_drafts_differ_in_nothing_from_what_was_imported(drafts):
    from diagnostics.catalogue import transfer  # noqa: PLC0415

    assert differences(transfer.drafts(), whole_data(drafts)) == []


def test_entries_that_came_went_and_changed_are_told_apart():
    before = {"cases": [{"slug": "a", "title": {"en": "A", "zh-hans": "甲"}}, {"slug": "b"}]}
    after = {"cases": [{"slug": "a", "title": {"en": "An A", "zh-hans": "甲"}}, {"slug": "c"}]}
    found = differences(before, after)
    assert [(d.slug, d.action) for d in found] == [
        ("a", Action.CHANGED),
        ("c", Action.ADDED),
        ("b", Action.REMOVED),
    ]
    assert [(f.name, f.before, f.after) for f in found[0].fields] == [
        ("title (English)", "A", "An A")
    ]


def test_a_new_order_is_a_difference_of_the_list():
    one, two = {"slug": "a"}, {"slug": "b"}
    [difference] = differences({"cases": [one, two]}, {"cases": [two, one]})
    assert (difference.slug, difference.fields[0].after) == ("", "b\na")


def test_a_part_that_was_put_in_leaves_the_others_as_they_are():
    steps = [{"text": {"en": "One."}}, {"text": {"en": "Two."}}]
    [field] = fields({"steps": steps}, {"steps": [steps[0], {"text": {"en": "New."}}, steps[1]]})
    assert (field.path, field.before) == (("steps", 2), None)
    assert "New." in field.after


def test_a_part_with_a_name_is_compared_with_itself():
    before = {"notes": [{"provider": "openai", "text": {"en": "Old."}}]}
    after = {"notes": [{"provider": "xai", "text": {"en": "X."}}, *before["notes"]]}
    after["notes"][1] = {"provider": "openai", "text": {"en": "New."}}
    assert [(f.name, f.before, f.after) for f in fields(before, after)][1:] == [
        ("notes 2, text (English)", "Old.", "New.")
    ]


def test_nothing_and_an_empty_list_are_the_same():
    assert fields({"a": None, "b": [], "c": ""}, {"a": [], "d": {}}) == []


def test_a_text_that_did_not_exist_is_told_by_language():
    [english, chinese] = fields({"wait": None}, {"wait": {"en": "An hour.", "zh-hans": "一小时。"}})
    assert (english.name, english.before, english.after) == ("wait (English)", None, "An hour.")
    assert chinese.name == "wait (简体中文)"


def test_two_texts_are_compared_word_by_word():
    assert compared("Wait an hour.", "Wait a minute.") == [
        Piece("same", "Wait "),
        Piece("removed", "an"),
        Piece("added", "a"),
        Piece("same", " "),
        Piece("removed", "hour"),
        Piece("added", "minute"),
        Piece("same", "."),
    ]


def test_paths_are_said_in_words():
    assert words(("steps", 2, "where", "zh-hans")) == "steps 2, where (简体中文)"


def test_one_entry_is_read_as_it_is_among_all(drafts):
    from diagnostics.catalogue import transfer  # noqa: PLC0415

    case = Case.objects.get(slug="rate-limited")
    whole = next(node for node in transfer.drafts()["cases"] if node["slug"] == case.slug)
    assert draft(case) == whole


def test_an_import_is_in_the_log_and_touches_only_what_it_changes(drafts):
    Change.objects.all().delete()
    steps = {s.slug: list(s.steps.values_list("pk", flat=True)) for s in Case.objects.all()}
    first, *others = drafts.cases
    changed = first.model_copy(update={"message": "Something else."})
    import_content(drafts.model_copy(update={"cases": (changed, *others)}))
    [change] = Change.objects.all()
    assert (change.kind, change.slug, change.edition) == ("cases", first.slug, 2)
    assert change.fields == [["message", first.message, "Something else."]]
    for case in others:
        row = Case.objects.get(slug=case.slug)
        assert (row.edition, list(row.steps.values_list("pk", flat=True))) == (1, steps[case.slug])
